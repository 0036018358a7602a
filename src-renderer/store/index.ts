export {
  EVENT_BUFFER_SIZE,
  gatehouse,
  type Link,
  type SandboxState,
  useSandbox,
  virtualNow,
} from './sandbox.ts';
export {
  clearHop,
  followNewest,
  type Selection,
  selectEvent,
  selectFlow,
  selectHop,
  selectSeq,
  selectToken,
  useSelection,
} from './selection.ts';
export {
  announce,
  holdOverlay,
  setLessonDrawer,
  setPalette,
  setWireOpen,
  showView,
  type UiState,
  useUi,
} from './ui.ts';
