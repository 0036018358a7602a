import { Castle, Search } from 'lucide-react';
import { PLACE_ENTRIES } from '../app/places.tsx';
import { addressOf, usePlace } from '../app/route.ts';
import { useSandbox } from '../store/sandbox.ts';
import { setPalette } from '../store/ui.ts';
import { ClockControl } from './ClockControl.tsx';
import { PersonaSwitcher } from './PersonaSwitcher.tsx';
import classes from './TopBar.module.css';

const IS_MAC = /Mac/.test(navigator.platform);

function Crumbs() {
  const place = usePlace();
  const lab = useSandbox((state) => state.lab);
  if (place === 'lab' && lab) {
    const index = lab.steps.findIndex((step) => step.id === lab.current);
    const step = lab.steps[index];
    return (
      <nav aria-label="Breadcrumb" className={classes.crumbs}>
        <a href={addressOf('labs')}>{lab.title}</a>
        <span aria-hidden>/</span>
        <strong aria-current="page">
          {lab.finished || !step ? 'Finished' : `${index + 1} · ${step.title}`}
        </strong>
      </nav>
    );
  }
  const entry = PLACE_ENTRIES.find((one) => one.place === place);
  return <p className={classes.crumbs}>{entry && <strong>{entry.label}</strong>}</p>;
}

/** The bar along the top: where one is, what time it is inside, who sits at the keyboard, and the way to everything. */
export function TopBar() {
  return (
    <div className={classes.bar}>
      <a aria-label="Gatehouse" className={classes.mark} href={addressOf('labs')}>
        <Castle aria-hidden size={20} strokeWidth={1.9} />
        <span>Gatehouse</span>
      </a>
      <Crumbs />
      <div className={classes.tools}>
        <ClockControl />
        <PersonaSwitcher />
        <button className={classes.search} onClick={() => setPalette(true)} type="button">
          <Search aria-hidden size={16} />
          <span className={classes.searchText}>Search or run</span>
          <kbd>{IS_MAC ? '⌘ K' : 'Ctrl K'}</kbd>
        </button>
      </div>
    </div>
  );
}
