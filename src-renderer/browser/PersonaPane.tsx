import { useEffect, useRef, useState } from 'react';
import { asPublicError } from '../client/public-error.ts';
import { notify, useUi } from '../store/ui.ts';
import classes from './PersonaPane.module.css';
import { ViewPlacer } from './view-placer.ts';

/**
 * The rectangle in which the desktop host shows a persona's browser. The browser is a native view above the page:
 * it follows this element, and gives way to a picture of itself while something of the window lies over it.
 */
export function PersonaPane({ persona, name }: { persona: string; name: string }) {
  const pane = useRef<HTMLDivElement>(null);
  const placer = useRef<ViewPlacer>(undefined);
  const [picture, setPicture] = useState<string>();
  const covered = useUi((state) => state.overlays > 0);

  useEffect(() => {
    const element = pane.current;
    if (!element) return undefined;
    const own = new ViewPlacer(persona, element, setPicture, (thrown) =>
      notify({ tone: 'error', error: asPublicError(thrown) }),
    );
    placer.current = own;
    const sizes = new ResizeObserver(() => own.follow());
    sizes.observe(element);
    // A note above the stage moves the pane without a change of its width.
    sizes.observe(document.body);
    return () => {
      sizes.disconnect();
      own.leave();
    };
  }, [persona]);

  useEffect(() => {
    placer.current?.cover(covered);
  }, [covered]);

  return (
    <div className={classes.pane} data-testid="persona-pane" ref={pane}>
      {picture && <img alt={`${name}’s browser, paused while a menu or dialog is open`} src={picture} />}
    </div>
  );
}
