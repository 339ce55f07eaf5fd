"""The words by which English news attributes: verbs, nouns, adjectives and adverbs, each in a class.

Our own list, from reading news; a word that is missing here can still govern a proposal, only with less weight.
"""

from __future__ import annotations

from collections.abc import Iterator

SPEECH = """
say tell add explain note state announce claim report write tweet comment remark reply respond answer argue assert
insist admit acknowledge concede confirm deny reject dispute allege accuse charge contend maintain declare proclaim
mention observe suggest warn caution predict forecast estimate project promise pledge vow threaten urge ask demand
request call recommend propose advise order instruct appeal plead complain protest criticize criticise condemn
denounce slam blast decry lament praise hail welcome thank apologize boast brag joke quip mock recall recount relate
describe detail outline reiterate repeat reaffirm emphasize emphasise stress underline underscore highlight point
signal hint imply indicate inform notify assure reassure testify swear attest certify conclude reason rule quote cite
disclose reveal divulge post publish blog text email speak talk shout scream cry whisper murmur mutter exclaim intone
opine echo agree disagree counter retort rebut refute object interject continue begin go read
blame defend justify dismiss downplay brand label dub term characterize characterise portray attribute
credit release issue air broadcast telegraph relay purport speculate suppose
tout bemoan rail rebuke chide scold fault lambast lambaste excoriate deride ridicule
attack challenge counsel guarantee theorize theorise hypothesize postulate posit caution muse venture stipulate
lobby campaign message signal retweet tease trumpet interrupt rejoin chime chime rant gush marvel fume
""".split()
MENTAL = """
think believe feel know hope fear expect anticipate understand realize realise doubt suspect guess assume
imagine wonder
consider regard see view want wish intend plan prefer worry decide agree remember forget learn hear
dream figure reckon judge recognize recognise appreciate accept love hate like mean regret presume
dread trust care mind intuit ponder conceive
""".split()
FINDING = """
show find demonstrate prove establish determine discover document record note detect calculate measure
""".split()
IRREGULAR = {
    "say": "said", "tell": "told", "write": "wrote written", "speak": "spoke spoken", "swear": "swore sworn",
    "read": "read", "go": "went gone", "think": "thought", "feel": "felt", "know": "knew known",
    "understand": "understood", "see": "saw seen", "mean": "meant", "hear": "heard", "forget": "forgot forgotten",
    "find": "found", "show": "showed shown", "foresee": "foresaw", "begin": "began begun", "forecast": "forecast",
    "broadcast": "broadcast", "cry": "cried", "reply": "replied", "deny": "denied", "testify": "testified",
    "imply": "implied", "notify": "notified", "certify": "certified", "justify": "justified", "decry": "decried",
    "worry": "worried", "dream": "dreamt dreamed", "learn": "learnt learned", "label": "labeled labelled",
    "signal": "signaled signalled", "admit": "admitted", "concede": "conceded", "plan": "planned",
    "regret": "regretted",
    "slam": "slammed", "brag": "bragged", "quip": "quipped", "dub": "dubbed", "rebut": "rebutted", "blog": "blogged",
    "plead": "pleaded pled", "tout": "touted", "counsel": "counseled counselled", "tweet": "tweeted",
    "retweet": "retweeted",
}  # fmt: skip
_DOUBLED = frozenset("admit plan regret slam brag quip dub rebut blog label signal counsel".split())

NOUNS = frozenset(
    """
    claim claims report reports statement statements allegation allegations accusation accusations assertion
    assertions
    rumor rumors rumour rumours suggestion suggestions warning warnings announcement announcements estimate estimates
    prediction predictions promise promises pledge pledges threat threats complaint complaints denial denials comment
    comments remark remarks belief beliefs fear fears hope hopes view views opinion opinions concern concerns
    suspicion
    suspicions perception perceptions speculation conclusion conclusions finding findings argument arguments
    contention
    confirmation indication indications notion idea sense impression evidence word news proof sign signs letter
    message
    testimony tweet post proposal recommendation call calls demand demands doubt doubts question questions
    charge charges
    admission acknowledgment insistence assurance assurances expectation expectations consensus conviction
    doubt theory
    fact possibility
    """.split()
)
STRONG_NOUNS = frozenset(
    """
    claim claims report reports statement statements allegation allegations accusation accusations assertion
    assertions
    rumor rumors rumour rumours warning warnings estimate estimates belief beliefs fear fears hope hopes perception
    perceptions speculation suspicion suspicions complaint complaints denial testimony
    """.split()
)
THOUGHTS = frozenset(
    """
    belief beliefs fear fears hope hopes view views opinion opinions concern concerns suspicion suspicions perception
    perceptions notion idea sense impression doubt doubts expectation expectations conviction consensus
    """.split()
)
ADJECTIVES = frozenset(
    """
    sure certain confident aware concerned worried afraid convinced hopeful optimistic pessimistic skeptical sceptical
    doubtful adamant clear unsure uncertain glad happy sorry proud disappointed surprised fearful insistent
    """.split()
)
ADVERBS = frozenset(
    "reportedly allegedly purportedly supposedly apparently ostensibly reputedly rumoredly".split()
)
SOURCES = frozenset(
    """
    study studies report reports survey surveys poll polls research data figures statistics results analysis
    investigation
    document documents letter statement article paper records evidence review findings estimates memo email
    e-mail website
    site post message newspaper agency network broadcaster census audit indictment lawsuit complaint filing affidavit
    """.split()
)
PEOPLE = frozenset(
    """
    official officials spokesman spokeswoman spokesperson spokespeople minister president senator governor
    mayor police
    officer officers scientist scientists researcher researchers expert experts analyst analysts author authors critic
    critics witness witnesses resident residents doctor doctors lawyer lawyers attorney attorneys prosecutor
    prosecutors
    judge court government ministry department company group organization committee commission council party campaign
    aide aides adviser advisers advisor supporters opponents activists leader leaders director chairman chief
    secretary
    ambassador professor teacher journalist reporter media press sources source people man woman authorities
    administration agency association union church bank army military candidate democrats republicans lawmakers voters
    governments ministries departments companies groups organizations committees councils parties courts agencies unions
    churches banks armies candidates ministers presidents senators governors mayors professors teachers journalists
    reporters
    """.split()
)


def _forms(base: str) -> Iterator[str]:
    yield base
    stem = base[:-1] if base.endswith("e") else base
    if base.endswith("y") and base[-2] not in "aeiou":
        yield base[:-1] + "ies"
    elif base.endswith(("s", "sh", "ch", "x", "z", "o")):
        yield base + "es"
    else:
        yield base + "s"
    if base in _DOUBLED:
        yield base + base[-1] + "ing"
    yield ("see" if base == "see" else base if base.endswith(("ee", "ye", "oe")) else stem) + "ing"
    yield from IRREGULAR[base].split() if base in IRREGULAR else (stem + "ed",)


def _table() -> dict[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = {}
    for name, words in (("mental", MENTAL), ("finding", FINDING), ("speech", SPEECH)):
        for base in words:
            for form in _forms(base):
                table[form] = (base, name)
    return table


_TABLE = _table()


def verb(word: str) -> tuple[str, str]:
    """The base form and class (“speech”, “mental”, “finding”) of a verb; the word itself and “other” for the rest."""
    word = word.lower()
    return _TABLE.get(word) or (word, "other")
