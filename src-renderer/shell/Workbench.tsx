import { VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useRef } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { useSandbox } from '../store/sandbox.ts';
import { holdOverlay, setLessonDrawer, useUi } from '../store/ui.ts';
import { SideDrawer } from '../ui/Dialog.tsx';
import { LazyWire } from './LazyWire.tsx';
import { Stage } from './Stage.tsx';
import classes from './Workbench.module.css';

/** Up to this width of the window, at a text size of 100 %, lesson and stage do not stand side by side. */
const NARROW_PX = 1099;

function Handle() {
  const release = useRef<() => void>(undefined);
  return (
    <Separator
      aria-label="Width of the lesson"
      className={classes.handle}
      onPointerDown={() => {
        release.current?.();
        const free = holdOverlay();
        release.current = free;
        // The pointer may be let go anywhere, so the end of the drag is heard on the window.
        addEventListener('pointerup', free, { once: true });
        addEventListener('pointercancel', free, { once: true });
      }}
    />
  );
}

/** The place where one works: a lesson at the left, if there is one, the stage, and the wire along the bottom. */
export function Workbench({ lesson }: { lesson?: ReactNode }) {
  const textSize = useSandbox((state) => state.settings?.textSize ?? 100);
  const narrow = useMediaQuery(`(max-width: ${(NARROW_PX * textSize) / 100}px)`, undefined, {
    getInitialValueInEffect: false,
  });
  const width = useRef(useUi.getState().lessonWidth);
  const drawer = useUi((state) => state.lessonDrawer);
  return (
    <div className={classes.bench}>
      {(!lesson || narrow) && <VisuallyHidden component="h1">{lesson ? 'Lab' : 'Explore'}</VisuallyHidden>}
      {lesson && !narrow ? (
        <Group className={classes.panels} orientation="horizontal">
          <Panel
            defaultSize={width.current ?? '25rem'}
            groupResizeBehavior="preserve-pixel-size"
            id="lesson"
            maxSize="55%"
            minSize="18.75rem"
            onResize={(size) => useUi.setState({ lessonWidth: Math.round(size.inPixels) })}
          >
            {lesson}
          </Panel>
          <Handle />
          <Panel id="stage" minSize={420}>
            <Stage hasLesson={false} />
          </Panel>
        </Group>
      ) : (
        <div className={classes.panels}>
          <Stage hasLesson={lesson !== undefined} />
        </div>
      )}
      {lesson && narrow && (
        <SideDrawer
          closeLabel="Close the lesson"
          onClose={() => setLessonDrawer(false)}
          opened={drawer}
          title="Lesson"
        >
          {lesson}
        </SideDrawer>
      )}
      <LazyWire />
    </div>
  );
}
