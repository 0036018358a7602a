/** A value that one worker changes, one change after the other. */
export class Register<T> {
  acknowledged: T | undefined;
  pending: { value: T } | undefined;

  constructor(acknowledged?: T) {
    this.acknowledged = acknowledged;
  }

  /** Runs a change; it counts as acknowledged once `work` has its answer. */
  async change(value: T, work: () => Promise<unknown>): Promise<void> {
    this.pending = { value };
    await work();
    this.acknowledged = value;
    this.pending = undefined;
  }

  /** Whether a killed process may hold this value. Nothing is promised before the first answer. */
  allows(value: T | undefined): boolean {
    return this.acknowledged === undefined || value === this.acknowledged || value === this.pending?.value;
  }

  copy(): Register<T> {
    return new Register(this.acknowledged);
  }
}

/** A family of refresh tokens: the one that was given last, and those that were exchanged. */
export interface Family {
  current: string;
  used: string[];
  /** An exchange was under way when the process was killed: whether it happened is not promised. */
  pending: boolean;
}

/** What clients were told about the state. A restore puts it back. */
export interface StateLedger {
  /** By jti. `revoking`: the answer had not come. */
  tokens: Map<string, 'valid' | 'revoking' | 'revoked'>;
  families: Family[];
  applications: Set<string>;
  keys: Set<string>;
  /** Payments that were answered, by their reference, which no two share. */
  payments: Set<string>;
  /** Whether Pocket rotates its refresh tokens. */
  rotates: Register<boolean>;
  clockOffset: Register<number>;
  /** Label and flags of the accounts that the traffic made, by user name. */
  accounts: Map<string, Register<string>>;
}

/** Everything that a killed process has acknowledged. */
export interface Ledger {
  state: StateLedger;
  /** While a restore is under way: the state to which it goes. */
  restoring: StateLedger | undefined;
  snapshots: Map<string, StateLedger>;
  /** Traces of calls that the gateway let through, answered in full. Nothing takes them back. */
  calls: string[];
  /** Every token that was given out, by jti. Nothing takes them back from the log. */
  issued: string[];
  revoked: string[];
  /** References of all payments that were answered. */
  paid: string[];
  /** The token that pays, kept over the lives of the sandbox. */
  payer: string | undefined;
  textSize: Register<number>;
  /** The step at which the open lab stands. */
  step: Register<string>;
  /** How many user names were given out; none is given twice. */
  named: number;
  /** How often each kind of traffic was acknowledged. */
  counts: Record<string, number>;
}

export function newLedger(): Ledger {
  return {
    state: {
      tokens: new Map(),
      families: [],
      applications: new Set(),
      keys: new Set(),
      payments: new Set(),
      rotates: new Register(),
      clockOffset: new Register(0),
      accounts: new Map(),
    },
    restoring: undefined,
    snapshots: new Map(),
    calls: [],
    issued: [],
    revoked: [],
    paid: [],
    payer: undefined,
    textSize: new Register(),
    step: new Register(),
    named: 0,
    counts: {},
  };
}

/** A copy for the day when the state is put back. Taken while nothing is under way. */
export function copyState(state: StateLedger): StateLedger {
  return {
    tokens: new Map(state.tokens),
    families: state.families.map((family) => ({ ...family, used: [...family.used] })),
    applications: new Set(state.applications),
    keys: new Set(state.keys),
    payments: new Set(state.payments),
    rotates: state.rotates.copy(),
    clockOffset: state.clockOffset.copy(),
    accounts: new Map([...state.accounts].map(([name, register]) => [name, register.copy()])),
  };
}

export function count(ledger: Ledger, kind: string): void {
  ledger.counts[kind] = (ledger.counts[kind] ?? 0) + 1;
}

/** Many at once, or one alone: what a snapshot holds is known exactly only when nothing else is under way. */
export class Turnstile {
  #shared = 0;
  #alone: Promise<void> = Promise.resolve();
  #waiting: (() => void)[] = [];

  async shared<T>(work: () => Promise<T>): Promise<T> {
    await this.#alone;
    this.#shared += 1;
    try {
      return await work();
    } finally {
      this.#shared -= 1;
      if (this.#shared === 0) for (const wake of this.#waiting.splice(0)) wake();
    }
  }

  async alone<T>(work: () => Promise<T>): Promise<T> {
    await this.#alone;
    let open: () => void = () => undefined;
    this.#alone = new Promise((resolve) => {
      open = resolve;
    });
    try {
      if (this.#shared > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      return await work();
    } finally {
      open();
    }
  }
}
