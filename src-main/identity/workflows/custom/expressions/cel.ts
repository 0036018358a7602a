import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import { LRUCache } from 'lru-cache';
import type { Json } from '../../../../contract/json.ts';
import { ExpressionError } from './expression-error.ts';
import { fromCel, toCel } from './values.ts';

/** What an expression may speak of beside what every one may: the answer of a call, or who wants to decide. */
export type Scope = 'run' | 'answer' | 'approver';

/** What expressions read: JSON, and the time as ms. */
export interface Values {
  input: Json;
  steps: Json;
  /** The account that the run is about, or null. */
  account: Json;
  /** The event that started the run or that it waits for, or null. */
  event: Json;
  /** Virtual time, ms. */
  now: number;
  answer?: Json;
  approver?: Json;
}

/**
 * Names of steps and inputs that there are at the place of an expression. Undefined: any.
 */
export interface Known {
  steps?: readonly string[];
  inputs?: readonly string[];
}

/**
 * Small enough that no expression takes long: as nothing is repeated but over the members of a list, no loop lies in
 * another, and lists are short (see `values.ts`), the work is bounded by the size of the text.
 */
const LIMITS = {
  maxAstNodes: 120,
  maxDepth: 24,
  maxListElements: 50,
  maxMapEntries: 50,
  maxCallArguments: 8,
};

/** Regular expressions and what builds long lists out of short ones are left out on purpose. */
const ALLOWED: ReadonlySet<string> = new Set([
  'size',
  'string',
  'int',
  'double',
  'bool',
  'has',
  'all',
  'exists',
  'exists_one',
  'filter',
  'contains',
  'startsWith',
  'endsWith',
  'lowerAscii',
  'upperAscii',
  'trim',
  'indexOf',
  'substring',
  'timestamp',
  'duration',
  'getFullYear',
  'getMonth',
  'getDayOfMonth',
  'getDayOfWeek',
  'getHours',
  'getMinutes',
  'getSeconds',
  'dyn',
]);
const LOOPS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'filter']);

const common = () =>
  new Environment({ unlistedVariablesAreDyn: false, homogeneousAggregateLiterals: false, limits: LIMITS })
    .registerVariable('input', 'map<string, dyn>')
    .registerVariable('steps', 'map<string, dyn>')
    .registerVariable('account', 'dyn')
    .registerVariable('event', 'dyn')
    .registerVariable('now', 'google.protobuf.Timestamp');

const ENVIRONMENTS: Readonly<Record<Scope, Environment>> = {
  run: common(),
  answer: common().registerVariable('answer', 'dyn'),
  approver: common().registerVariable('approver', 'dyn'),
};

type Compiled = ReturnType<Environment['parse']>;
const compiled = new LRUCache<string, Compiled>({ max: 2000 });

/** Reads an expression and checks what it speaks of. Throws {@link ExpressionError}. */
export function checkExpression(text: string, scope: Scope, known: Known = {}): void {
  const { ast } = compile(text, scope);
  look(ast, known, false);
}

/** The value of an expression as JSON. Throws {@link ExpressionError}. */
export function evaluate(text: string, scope: Scope, values: Values): Json {
  const program = compile(text, scope);
  const { now, ...json } = values;
  const context: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(json)) context[name] = toCel(value ?? null);
  context.now = timeOf(now);
  try {
    return fromCel(program(context));
  } catch (error) {
    throw asExpressionError(error);
  }
}

/** The value of a condition; anything but true and false is a fault of it. Throws {@link ExpressionError}. */
export function holds(condition: string | boolean, scope: Scope, values: Values): boolean {
  if (typeof condition === 'boolean') return condition;
  const value = evaluate(condition, scope, values);
  if (typeof value === 'boolean') return value;
  throw new ExpressionError(`It gives ${JSON.stringify(value)?.slice(0, 80)}, and neither true nor false.`);
}

function compile(text: string, scope: Scope): Compiled {
  const key = `${scope}\n${text}`;
  const found = compiled.get(key);
  if (found) return found;
  try {
    const program = ENVIRONMENTS[scope].parse(text);
    const checked = program.check();
    if (!checked.valid) throw checked.error ?? new Error('it does not fit together');
    look(program.ast, {}, false);
    compiled.set(key, program);
    return program;
  } catch (error) {
    throw asExpressionError(error);
  }
}

/** Walks an expression: only known functions, no loop in a loop, only steps and inputs that there are. */
function look(node: ASTNode, known: Known, inLoop: boolean): void {
  const { op, args } = node;
  let loops = inLoop;
  if (op === 'call' || op === 'rcall') {
    const [name] = args as unknown as [string];
    if (!ALLOWED.has(name))
      throw new ExpressionError(`The function “${name}” is not available here.`, node.start);
    if (LOOPS.has(name) && inLoop)
      throw new ExpressionError(`“${name}” stands inside of another loop; one is enough.`, node.start);
    loops ||= LOOPS.has(name);
  }
  if (op === '.' || op === '[]') {
    const [from, member] = args as [ASTNode, string | ASTNode];
    const name =
      typeof member === 'string' ? member : member.op === 'value' ? String(member.args) : undefined;
    if (from.op === 'id' && name !== undefined) assertKnown(from.args, name, known, node.start);
  }
  for (const child of childrenOf(args)) look(child, known, loops);
}

function assertKnown(variable: string, name: string, { steps, inputs }: Known, offset: number): void {
  if (variable === 'steps' && steps && !steps.includes(name))
    throw new ExpressionError(`No earlier step is called “${name}”.`, offset);
  if (variable === 'input' && inputs && !inputs.includes(name))
    throw new ExpressionError(`The start declares no input “${name}”.`, offset);
}

function childrenOf(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : [];
}

/** The library speaks of a place by its own picture of the text; people get the plain sentence. */
function asExpressionError(error: unknown): ExpressionError {
  if (error instanceof ExpressionError) return error;
  const { summary, message, range } = error as {
    summary?: string;
    message?: string;
    range?: { start: number };
  };
  return new ExpressionError((summary ?? message ?? String(error)).slice(0, 300), range?.start);
}

/** CEL's timestamp is the platform's Date, here of a virtual time that was handed in. */
// biome-ignore lint/style/noRestrictedGlobals: made from a time that the caller took from the injected Clock
const timeOf = (ms: number): Date => new Date(ms);
