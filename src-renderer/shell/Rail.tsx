import { PLACE_ENTRIES } from '../app/places.tsx';
import { addressOf, type Place, usePlace } from '../app/route.ts';
import { cx } from '../ui/cx.ts';
import classes from './Rail.module.css';

/** The places of the window, at its left edge. */
export function Rail() {
  const here = usePlace();
  const current: Place = here === 'lab' ? 'labs' : here;
  return (
    <nav aria-label="Places" className={classes.rail}>
      {PLACE_ENTRIES.map(({ place, label, icon: Icon }) => (
        <a
          aria-current={place === current ? 'page' : undefined}
          className={cx(classes.item, place === 'settings' && classes.last)}
          href={addressOf(place)}
          key={place}
        >
          <Icon aria-hidden size={19} strokeWidth={1.9} />
          {label}
        </a>
      ))}
    </nav>
  );
}
