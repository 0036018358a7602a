import { Button } from '@mantine/core';
import { BookOpen } from 'lucide-react';
import { type KeyboardEvent, Suspense, useDeferredValue, useRef } from 'react';
import type { StageView } from '../../src-main/contract/labs.ts';
import { setLessonDrawer, showView, useUi } from '../store/ui.ts';
import { ExportMenu } from './ExportMenu.tsx';
import classes from './Stage.module.css';
import { STAGE_PANELS, STAGE_TABS } from './stage-views.tsx';

const STEP_BY_KEY: Record<string, (index: number, length: number) => number> = {
  ArrowRight: (index, length) => (index + 1) % length,
  ArrowLeft: (index, length) => (index - 1 + length) % length,
  Home: () => 0,
  End: (_, length) => length - 1,
};

function StageTabs({ view }: { view: StageView }) {
  const tabs = useRef(new Map<StageView, HTMLButtonElement>());
  const onKeyDown = (event: KeyboardEvent) => {
    const to = STEP_BY_KEY[event.key];
    if (!to || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const index = STAGE_TABS.findIndex((tab) => tab.view === view);
    const next = STAGE_TABS[to(index, STAGE_TABS.length)];
    if (!next) return;
    showView(next.view);
    tabs.current.get(next.view)?.focus();
  };
  return (
    <div aria-label="Views of the stage" className={classes.tabs} onKeyDown={onKeyDown} role="tablist">
      {STAGE_TABS.map(({ view: name, label, icon: Icon }) => (
        <button
          aria-controls="stage-panel"
          aria-selected={name === view}
          className={classes.tab}
          id={`stage-tab-${name}`}
          key={name}
          onClick={() => showView(name)}
          ref={(element) => {
            if (element) tabs.current.set(name, element);
          }}
          role="tab"
          tabIndex={name === view ? 0 : -1}
          type="button"
        >
          <Icon aria-hidden size={16} />
          {label}
        </button>
      ))}
    </div>
  );
}

/** The stage: one view of what happens at a time. `hasLesson`: the lesson is a drawer, and opens from here. */
export function Stage({ hasLesson }: { hasLesson: boolean }) {
  const view = useUi((state) => state.stageView);
  // The view before stays until the next one has been loaded: an empty stage would flash otherwise.
  const shown = useDeferredValue(view);
  const Shown = STAGE_PANELS[shown];
  return (
    <section aria-label="Stage" className={classes.stage}>
      <div className={classes.bar}>
        {hasLesson && (
          <Button
            className={classes.lesson}
            leftSection={<BookOpen aria-hidden size={15} />}
            onClick={() => setLessonDrawer(true)}
          >
            Lesson
          </Button>
        )}
        <StageTabs view={view} />
        <ExportMenu />
      </div>
      <div aria-labelledby={`stage-tab-${shown}`} className={classes.panel} id="stage-panel" role="tabpanel">
        <Suspense fallback={null}>
          <Shown />
        </Suspense>
      </div>
    </section>
  );
}
