export { Scrubber } from './Scrubber.tsx';
export { StateView } from './StateView.tsx';
export { TimelineView } from './TimelineView.tsx';
