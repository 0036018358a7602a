import { lazy, Suspense } from 'react';
import classes from './LazyWire.module.css';

const Wire = lazy(async () => ({ default: (await import('../wire/index.ts')).Wire }));

/** The wire, loaded when a place first shows it. Its room is kept free meanwhile, so that nothing jumps. */
export function LazyWire() {
  return (
    <Suspense fallback={<div className={classes.room} />}>
      <Wire />
    </Suspense>
  );
}
