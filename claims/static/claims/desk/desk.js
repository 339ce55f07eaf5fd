// The desk of one claim: each module looks for its own part of the page and does nothing where there is none.
import "./passages.js";
import "./finder.js";
import "./keys.js";
import "./verdict.js";
import "./presence.js";
import "./guard.js";
import "./similar.js";
import "./offers.js";
