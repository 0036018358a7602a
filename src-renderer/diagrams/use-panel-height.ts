import { type KeyboardEvent, type PointerEvent, useCallback, useRef } from 'react';
import { create } from 'zustand';
import { holdOverlay } from '../store/index.ts';

/** Bounds of the panel's height, px. */
const LOWEST = 140;
const HIGHEST = 640;
const STEP = 24;

const usePanel = create<{ height: number }>()(() => ({ height: 264 }));

function setHeight(height: number): void {
  usePanel.setState({ height: Math.round(Math.min(Math.max(height, LOWEST), HIGHEST)) });
}

/** The height of the panel, and what its upper edge needs in order to be dragged or moved by the arrow keys. */
export function usePanelHeight() {
  const { height } = usePanel();
  const drag = useRef<{ from: number; height: number; free: () => void }>(undefined);

  const onPointerDown = useCallback((event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { from: event.clientY, height: usePanel.getState().height, free: holdOverlay() };
  }, []);
  const onPointerMove = useCallback((event: PointerEvent) => {
    if (drag.current) setHeight(drag.current.height + drag.current.from - event.clientY);
  }, []);
  const onPointerUp = useCallback(() => {
    drag.current?.free();
    drag.current = undefined;
  }, []);
  const onKeyDown = useCallback((event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? STEP : event.key === 'ArrowDown' ? -STEP : 0;
    if (by === 0) return;
    event.preventDefault();
    setHeight(usePanel.getState().height + by);
  }, []);

  return {
    height,
    edge: {
      'aria-valuemin': LOWEST,
      'aria-valuemax': HIGHEST,
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: onPointerUp,
      onKeyDown,
    },
  };
}
