import type { SandboxEvent } from '../../contract/events.ts';

/**
 * What two runs of the same lab may differ in, and nothing else: identifiers, keys and secrets are random; ports are
 * what was free; times, and what is measured in them, come from a clock that runs; sizes and tags of bodies follow from
 * those. Everything else must be the same.
 */
const PORT = /((?:localhost|127\.0\.0\.1|\[::1\])(?:%3A|:))\d{2,5}/gi;
const TIME = /(?<![\w.-])[12]\d{9}(?:\d{3})?(?:\.\d+)?(?![\w.-])/g;
const DATE =
  /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?|(?:\w{3,9}, )?\d{1,2} [A-Z][a-z]{2,8} \d{4}(?:,| at)? \d\d:\d\d(?::\d\d)?(?: GMT| UTC)?/g;
/** The time of day alone, as an element of a page: when a message came. */
const TIME_OF_DAY = />\d\d:\d\d</g;
/** The version of a SCIM resource (RFC 7643 §3.1): a count, and the time of the last change. */
const VERSION = /(W\/\\*"\d+-)[0-9a-z]{6,}/g;
const PLACE = /\bat event \d+/g;
const SPAN = /\b\d+ (?:ms|s|min|h|d) (?:ago|left|late|early|old)\b/g;
/** A user code of the device flow (RFC 8628 §6.1): eight consonants. */
const USER_CODE = /\b[BCDFGHJ-NP-TV-XZ]{4}-?[BCDFGHJ-NP-TV-XZ]{4}\b/g;
/** ID tokens have no `jti`: two with the same claims, issued in the same second, are one and the same token. */
const ID_TOKEN = /‹id_token:[^›]*›/g;
const WORD = /[A-Za-z0-9_-]{11,}/g;
const HEX = /^[0-9a-f]{12,}$/;
/** Members that are random, or follow from what is, in a form that cannot be told from words. */
const RANDOM = new Set(['kid']);
const MEASURED = new Set([
  'vtime',
  'wtime',
  'verifiedat',
  'durationms',
  'ms',
  'size',
  'bytes',
  'content-length',
  'etag',
  'date',
  'age',
  // Of the virtual clock from real time.
  'offset',
]);

/** What stands for random words. */
interface Names {
  /** Whether a word was found to be random, by the member in which it stood. */
  has(word: string): boolean;
  of(word: string): string;
}

/** Numbers random words in the order in which they are first seen. */
class FirstSeen implements Names {
  readonly #names = new Map<string, string>();

  has(word: string): boolean {
    return this.#names.has(word);
  }

  of(word: string): string {
    const name = this.#names.get(word) ?? `‹${this.#names.size + 1}›`;
    this.#names.set(word, name);
    return name;
  }
}

/** Tells no random word from another. */
const ALIKE: Names = { has: () => false, of: () => '‹random›' };

/** Replaces what may differ. */
function normalised(value: unknown, names: Names, member = ''): unknown {
  if (MEASURED.has(member.toLowerCase())) return '‹measured›';
  if (typeof value === 'string') {
    if (RANDOM.has(member)) return names.of(value);
    const inner = member === 'text' ? parsed(value) : value;
    return typeof inner === 'string' ? textOf(inner, names) : normalised(inner, names);
  }
  if (typeof value === 'number') return isTime(value) ? '‹time›' : value;
  if (Array.isArray(value)) {
    const [name, content] = value;
    // A header: a pair of its name and its value.
    if (value.length === 2 && typeof name === 'string' && typeof content === 'string') {
      return [name, normalised(content, names, name)];
    }
    return value.map((one) => normalised(one, names));
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [textOf(key, names), normalised(inner, names, key)]),
  );
}

function textOf(text: string, names: Names): string {
  return text
    .replaceAll(ID_TOKEN, '‹id_token›')
    .replaceAll(USER_CODE, '‹user-code›')
    .replaceAll(SPAN, '‹span›')
    .replaceAll(VERSION, '$1‹time›')
    .replaceAll(PLACE, 'at event ‹seq›')
    .replaceAll(DATE, '‹time›')
    .replaceAll(TIME_OF_DAY, '>‹time›<')
    .replaceAll(TIME, '‹time›')
    .replaceAll(PORT, '$1‹port›')
    .replaceAll(WORD, (word) => (names.has(word) || isRandom(word) ? names.of(word) : word));
}

const isTime = (value: number): boolean => (value >= 1e9 && value < 3e9) || (value >= 1e12 && value < 3e12);

/** Random words mix cases and digits, or are long and mix cases, or are hexadecimal; words of the field do not. */
function isRandom(word: string): boolean {
  const bare = word.replaceAll('-', '');
  if (HEX.test(bare)) return /[a-f]/.test(bare) ? /\d/.test(bare) : bare.length >= 16;
  if (!/[a-z]/.test(word) || !/[A-Z]/.test(word)) return false;
  return word.length >= 20 || /\d/.test(word);
}

/**
 * What the referee records: it looks at most every 50 ms of real time, so when it looks, and how much evidence there is
 * by then, is chance.
 */
const WATCHED: ReadonlySet<string> = new Set(['lab.check.passed', 'lab.step.passed', 'lab.step.unsolved']);

/**
 * The events of a run, one line each: random words are numbered in the order in which they are first seen. What the
 * referee recorded comes last, with the types of its evidence in place of their numbers.
 */
export function normalisedLog(events: readonly SandboxEvent[]): string[] {
  const names = new FirstSeen();
  const types = new Map(events.map(({ seq, type }) => [seq, type]));
  const lines = events
    .filter(({ type }) => !WATCHED.has(type))
    .map(({ seq: _, ...event }) => JSON.stringify(normalised(event, names)));
  const watched = events
    .filter(({ type }) => WATCHED.has(type))
    .map(({ type, data }) => {
      const { evidence = [] } = data;
      const seen = Array.isArray(evidence)
        ? [...new Set(evidence.map((seq) => types.get(Number(seq)) ?? 'earlier'))]
        : evidence;
      return JSON.stringify(normalised({ type, ...data, evidence: seen }, names));
    })
    .sort();
  return [...lines, ...watched];
}

/** The rows of the state, one line each in a fixed order; random words are not told from one another. */
export function normalisedState(contents: Iterable<[table: string, rows: unknown[][]]>): string[] {
  const lines: string[] = [];
  for (const [table, rows] of contents) {
    for (const row of rows) {
      lines.push(`${table} ${JSON.stringify(row.map((cell) => normalised(parsed(cell), ALIKE)))}`);
    }
  }
  return lines.sort().filter((line, index) => !line.includes('‹id_token›') || line !== lines[index - 1]);
}

/** Many cells hold JSON; their members are told apart so that what is measured is found. */
function parsed(cell: unknown): unknown {
  if (typeof cell !== 'string' || !/^[[{]/.test(cell)) return cell;
  try {
    return JSON.parse(cell);
  } catch {
    // Not JSON, though it begins like it.
    return cell;
  }
}

/** The first line that two lists do not share, from each; undefined when they are the same. */
export function firstDifference(
  one: readonly string[],
  other: readonly string[],
): { one: string; other: string } | undefined {
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    if (one[index] === other[index]) continue;
    return { one: one[index] ?? '(nothing)', other: other[index] ?? '(nothing)' };
  }
  return undefined;
}
