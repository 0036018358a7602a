import { useSandbox } from '../store/index.ts';

/** The text size as a factor, 1 for 100 %: what is placed by px must grow with the text in it. */
export function useTextScale(): number {
  return useSandbox((state) => (state.settings?.textSize ?? 100) / 100);
}
