import type { Json, JsonObject } from '../../contract/json.ts';
import { type RuleChain, ScimRefusal } from './rule-chain.ts';
import { isObject } from './schema/read-resource.ts';
import { BULK_REQUEST_SCHEMA, BULK_RESPONSE_SCHEMA } from './urns.ts';

/** How large a bulk request may be (RFC 7644 §3.7.4). */
export const BULK_BOUNDS = { operations: 1000, bytes: 1024 * 1024 } as const;

const METHODS: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** One operation of a bulk request. */
export interface BulkOperation {
  method: string;
  /** `/Users/ID` or `/Groups`, relative to the service. */
  path: string;
  bulkId: string | undefined;
  version: string | undefined;
  data: Json | undefined;
}

/** How one operation ended. */
export interface BulkOutcome {
  status: number;
  location?: string | undefined;
  version?: string | undefined;
  /** Id of the resource. */
  id?: string | undefined;
}

/** What carries operations out and tells of those that were refused. */
export interface BulkWork {
  run(operation: BulkOperation, chain: RuleChain): Promise<BulkOutcome>;
  refused(operation: BulkOperation, refusal: ScimRefusal): void;
  /** Lets others have their turn. */
  pause(): Promise<void>;
}

/** Others have their turn after so many operations. */
const STRETCH = 20;

/**
 * Carries out a bulk request (RFC 7644 §3.7): operations in order, each a transaction of its own, until `failOnErrors`
 * of them have failed. One that refers to a `bulkId` further down waits until that is there.
 */
export async function runBulk(body: JsonObject, work: BulkWork, chain: RuleChain): Promise<JsonObject> {
  const operations = readBulk(body, chain);
  const most = typeof body.failOnErrors === 'number' ? body.failOnErrors : Number.POSITIVE_INFINITY;
  const results = new Map<number, JsonObject>();
  const ids = new Map<string, string>();
  let errors = 0;
  let waiting = [...operations.entries()];
  for (let progress = true; waiting.length > 0 && errors < most; ) {
    const later: typeof waiting = [];
    for (const [index, read] of waiting) {
      if (errors >= most) break;
      const needed = 'method' in read && progress ? missing(read, ids, operations, results) : [];
      if (needed.length > 0) {
        later.push([index, read]);
        continue;
      }
      const result = await runOne(read, ids, work, chain);
      if (Number(result.status) >= 400) errors += 1;
      results.set(index, result);
      if (results.size % STRETCH === 0) await work.pause();
    }
    // What still waits for something that does not come is tried once more, and then told so.
    progress = later.length < waiting.length && later.length > 0 && progress;
    waiting = later;
  }
  const inOrder = [...results.entries()].sort(([one], [other]) => one - other).map(([, result]) => result);
  return { schemas: [BULK_RESPONSE_SCHEMA], Operations: inOrder };
}

type Read = BulkOperation | { malformed: string; given: JsonObject };

function readBulk(body: JsonObject, chain: RuleChain): Read[] {
  const schemas = Array.isArray(body.schemas) ? body.schemas : [];
  chain.require(
    'scim.message.schema',
    schemas.includes(BULK_REQUEST_SCHEMA),
    `A bulk request has ${BULK_REQUEST_SCHEMA} in schemas.`,
    {
      path: 'schemas',
      expected: BULK_REQUEST_SCHEMA,
      inputs: { schemas },
    },
  );
  const operations = body.Operations;
  const list = Array.isArray(operations) ? operations : [];
  chain.require('scim.bulk.operation', list.length > 0, 'Operations is a list of operations.', {
    path: 'Operations',
  });
  const expected = BULK_BOUNDS.operations;
  chain.require(
    'scim.bulk.size',
    list.length <= expected,
    `There are ${list.length} operations; at most ${expected} are taken.`,
    {
      path: 'Operations',
      expected,
      seen: list.length,
      inputs: { operations: list.length },
    },
  );
  return list.map(readOperation);
}

function readOperation(given: Json): Read {
  if (!isObject(given)) return { malformed: 'an operation is an object', given: {} };
  const method = typeof given.method === 'string' ? given.method.toUpperCase() : '';
  const { path, bulkId, version, data } = given;
  if (!METHODS.has(method)) return { malformed: 'method is POST, PUT, PATCH or DELETE', given };
  if (typeof path !== 'string') return { malformed: 'path is text', given };
  if (method === 'POST' && typeof bulkId !== 'string') return { malformed: 'POST has a bulkId', given };
  if (method !== 'DELETE' && !isObject(data)) return { malformed: `${method} has data`, given };
  return {
    method,
    path,
    bulkId: typeof bulkId === 'string' ? bulkId : undefined,
    version: typeof version === 'string' ? version : undefined,
    data,
  };
}

async function runOne(
  read: Read,
  ids: Map<string, string>,
  work: BulkWork,
  chain: RuleChain,
): Promise<JsonObject> {
  const operation: BulkOperation = 'method' in read ? read : { ...unknownOperation, ...named(read.given) };
  const { method, bulkId, path } = operation;
  const branch = chain.branch();
  const about: JsonObject = { method, ...(bulkId === undefined ? {} : { bulkId }) };
  try {
    if (!('method' in read))
      return branch.fail('scim.bulk.operation', `The operation is not as it should be: ${read.malformed}.`, {
        path: 'Operations',
        expected: read.malformed,
      });
    const resolved = resolve(operation, ids, branch);
    const { status, location, version, id } = await work.run(resolved, branch);
    if (bulkId !== undefined && id !== undefined) ids.set(bulkId, id);
    return {
      ...about,
      ...(location === undefined ? {} : { location }),
      ...(version === undefined ? {} : { version }),
      status: String(status),
    };
  } catch (error) {
    if (!(error instanceof ScimRefusal)) throw error;
    work.refused(operation, error);
    const body = { ...error.body() } as unknown as JsonObject;
    return {
      ...about,
      ...(method === 'POST' ? {} : { location: path }),
      status: String(error.status),
      response: body,
    };
  }
}

const unknownOperation: BulkOperation = {
  method: 'POST',
  path: '',
  bulkId: undefined,
  version: undefined,
  data: undefined,
};

const named = ({ method, path, bulkId }: JsonObject): Partial<BulkOperation> => ({
  ...(typeof method === 'string' ? { method } : {}),
  ...(typeof path === 'string' ? { path } : {}),
  ...(typeof bulkId === 'string' ? { bulkId } : {}),
});

/** In a path, and in the path of a PATCH, a reference stands among other text; elsewhere it is the whole value. */
const IN_PATH = /bulkId:([^"\\/\s]+)/g;
const WHOLE = /^bulkId:(\S+)$/g;

/** Puts something else in the place of every reference. */
function replaced(value: Json, put: (id: string) => string, key = ''): Json {
  if (typeof value === 'string')
    return value.replace(key === 'path' ? IN_PATH : WHOLE, (_, id: string) => put(id));
  if (Array.isArray(value)) return value.map((item) => replaced(item, put));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, replaced(member, put, name)]),
  );
}

function referred({ path, data }: BulkOperation): string[] {
  const found: string[] = [];
  const note = (id: string) => {
    found.push(id);
    return '';
  };
  replaced(path, note, 'path');
  replaced(data ?? null, note);
  return found;
}

/** The references that an operation further down will still give. */
function missing(
  operation: BulkOperation,
  ids: ReadonlyMap<string, string>,
  operations: readonly Read[],
  results: ReadonlyMap<number, JsonObject>,
): string[] {
  return referred(operation).filter(
    (id) =>
      !ids.has(id) &&
      id !== operation.bulkId &&
      operations.some((other, index) => 'method' in other && other.bulkId === id && !results.has(index)),
  );
}

function resolve(
  operation: BulkOperation,
  ids: ReadonlyMap<string, string>,
  chain: RuleChain,
): BulkOperation {
  const unknown = referred(operation).find((id) => !ids.has(id));
  if (unknown !== undefined)
    chain.fail('scim.bulk.reference', `Nothing was created under the bulkId ${unknown}.`, {
      path: 'bulkId',
      seen: unknown,
      inputs: { bulkId: unknown },
    });
  const put = (id: string) => ids.get(id) ?? '';
  const path = String(replaced(operation.path, put, 'path'));
  const { data } = operation;
  return { ...operation, path, data: data === undefined ? undefined : replaced(data, put) };
}
