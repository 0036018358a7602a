import { useEffect } from 'react';
import { holdOverlay } from '../store/ui.ts';

/**
 * Stands inside whatever floats over the stage. A persona browser is a native view above all of the page, so while
 * this is mounted it is hidden and a picture of it is shown instead.
 */
export function OverlayHold() {
  useEffect(() => holdOverlay(), []);
  return null;
}
