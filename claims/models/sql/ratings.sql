-- A rating's value lies on its scale, or there is none (“unproven”), whichever of the two rows changes.
CREATE OR REPLACE FUNCTION public.claims_rating_is_on_its_scale() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  scale public.claims_ratingscale;
BEGIN
  SELECT * INTO scale FROM public.claims_ratingscale WHERE id = NEW.scale_id FOR SHARE;
  IF NOT NEW.value BETWEEN scale.worst AND scale.best THEN
    PERFORM public.claims_refuse('rating_value_is_on_its_scale', 'value',
      format('A rating of this scale has a value from %s to %s, or none when it has no place there; not %s.',
             scale.worst, scale.best, NEW.value));
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION public.claims_scale_holds_its_ratings() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  outside text;
BEGIN
  SELECT label INTO outside FROM public.claims_rating
  WHERE scale_id = NEW.id AND NOT value BETWEEN NEW.worst AND NEW.best LIMIT 1;
  IF outside IS NOT NULL THEN
    PERFORM public.claims_refuse('rating_value_is_on_its_scale', 'best',
      format('“%s” would no longer lie between %s and %s.', outside, NEW.worst, NEW.best));
  END IF;
  RETURN NEW;
END
$$;
