import { create } from 'zustand';
import { selectToken, showView } from '../store/index.ts';

/** How a flow is shown on the screen of traces. */
export type DetailTab = 'sequence' | 'timeline' | 'hops' | 'token' | 'state';

export const useDetail = create<{ tab: DetailTab }>()(() => ({ tab: 'sequence' }));

/** Shows the flow of the screen of traces in this way. */
export function setDetailTab(tab: DetailTab): void {
  useDetail.setState({ tab });
}

/** Opens a token in the inspector, on the stage as on the screen of traces. */
export function openToken(handle: string): void {
  selectToken(handle);
  showView('token');
  setDetailTab('token');
}
