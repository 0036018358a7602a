import type { FlowSummary } from '../../src-main/contract/flow.ts';
import type { MethodInput, MethodOutput } from '../../src-main/contract/methods.ts';
import { gatehouse } from '../store/index.ts';

/** How many flows are asked for at least, and at most, in one answer. */
const PAGE = 200;
const LARGEST = 1000;

/** The pages of one list of flows, asked for one after the other as far as somebody looks. */
export class SummaryPages {
  readonly #filter: Omit<MethodInput<'traces.page'>, 'before' | 'limit'>;
  readonly #onPage: (listed: MethodOutput<'traces.page'>) => void;
  readonly #onError: (thrown: unknown) => void;
  #listed: MethodOutput<'traces.page'> = { flows: [], more: true };
  #wanted = 0;
  #asking: Promise<void> | undefined;
  closed = false;

  constructor(
    filter: Omit<MethodInput<'traces.page'>, 'before' | 'limit'>,
    onPage: (listed: MethodOutput<'traces.page'>) => void,
    onError: (thrown: unknown) => void,
  ) {
    this.#filter = filter;
    this.#onPage = onPage;
    this.#onError = onError;
  }

  /** Nothing is told any more. */
  close(): void {
    this.closed = true;
  }

  /** Asks for the flows up to this place and half a page beyond it. */
  async reach(index: number): Promise<void> {
    this.#wanted = Math.max(this.#wanted, index + PAGE / 2);
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    await this.#asking;
  }

  /** Changes what is listed of one flow; one that is not listed yet comes to the top. */
  change(flow: string, changed: (before: FlowSummary | undefined) => FlowSummary): void {
    const { flows } = this.#listed;
    const at = flows.findIndex((each) => each.flow === flow);
    this.#show({
      ...this.#listed,
      flows: at < 0 ? [changed(undefined), ...flows] : flows.with(at, changed(flows[at])),
    });
  }

  async #ask(): Promise<void> {
    try {
      while (!this.closed && this.#listed.more && this.#listed.flows.length < this.#wanted) {
        const { flows } = this.#listed;
        const oldest = flows.at(-1)?.lastSeq;
        const page = await gatehouse().call('traces.page', {
          ...this.#filter,
          limit: Math.min(Math.max(this.#wanted - flows.length, PAGE), LARGEST),
          ...(oldest !== undefined && { before: oldest }),
        });
        if (!this.closed) this.#show({ flows: [...this.#listed.flows, ...page.flows], more: page.more });
      }
    } catch (thrown) {
      if (!this.closed) this.#onError(thrown);
    }
  }

  #show(listed: MethodOutput<'traces.page'>): void {
    this.#listed = listed;
    this.#onPage(listed);
  }
}
