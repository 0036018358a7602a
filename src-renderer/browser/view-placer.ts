import type { Bounds } from '../../src-main/contract/status.ts';
import { gatehouse } from '../store/sandbox.ts';

/**
 * Keeps a native browser view where an element of the page is. All orders to the host go one after the other, and
 * only the newest wish counts, so that a slow picture never hides a view that has come back meanwhile.
 */
export class ViewPlacer {
  readonly #persona: string;
  readonly #element: HTMLElement;
  readonly #onPicture: (picture: string | undefined) => void;
  readonly #onError: (thrown: unknown) => void;
  #covered = false;
  #left = false;
  #placed: Bounds | null = null;
  #queue: Promise<void> = Promise.resolve();
  #wished = false;

  constructor(
    persona: string,
    element: HTMLElement,
    onPicture: (picture: string | undefined) => void,
    onError: (thrown: unknown) => void,
  ) {
    this.#persona = persona;
    this.#element = element;
    this.#onPicture = onPicture;
    this.#onError = onError;
  }

  /** The element has moved or changed its size. */
  follow(): void {
    this.#wish();
  }

  /** Something lies over the element now, or no longer. */
  cover(covered: boolean): void {
    this.#covered = covered;
    this.#wish();
  }

  /** The element goes away: the view is hidden. */
  leave(): void {
    this.#left = true;
    this.#wish();
  }

  #wish(): void {
    if (this.#wished) return;
    this.#wished = true;
    this.#queue = this.#queue.then(() => this.#act()).catch(this.#onError);
  }

  async #act(): Promise<void> {
    this.#wished = false;
    const client = gatehouse();
    const persona = this.#persona;
    if (this.#left || this.#covered) {
      if (this.#placed === null) return;
      if (!this.#left) this.#onPicture((await client.call('browser.freeze', { persona })).image);
      await client.call('browser.place', { persona, bounds: null });
      this.#placed = null;
      return;
    }
    const { x, y, width, height } = this.#element.getBoundingClientRect();
    const before = this.#placed;
    if (before && before.x === x && before.y === y && before.width === width && before.height === height)
      return;
    if (width < 1 || height < 1) return;
    this.#placed = { x, y, width, height };
    await client.call('browser.place', { persona, bounds: this.#placed });
    this.#onPicture(undefined);
  }
}
