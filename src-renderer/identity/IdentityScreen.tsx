import { Suspense } from 'react';
import classes from './IdentityScreen.module.css';
import { openSection, useSection } from './open-section.ts';
import { SECTIONS } from './sections.tsx';
import { Tabs } from './Tabs.tsx';

/** Accounts and all that governs them, one tab for each part. */
export function IdentityScreen() {
  const picked = useSection((state) => state.section);
  const open = SECTIONS.find((section) => section.id === picked);
  if (!open) return null;
  const { id, Section } = open;
  return (
    <div className={classes.screen}>
      <div className={classes.bar}>
        <Tabs label="Identity" onPick={openSection} picked={id} tabs={SECTIONS} />
      </div>
      <div aria-labelledby={`tab-${id}`} className={classes.panel} id={`panel-${id}`} role="tabpanel">
        <Suspense>
          <Section />
        </Suspense>
      </div>
    </div>
  );
}
