import type { Json, JsonObject } from '../../../contract/json.ts';
import type { RuleChain } from '../rule-chain.ts';
import { isObject } from '../schema/read-resource.ts';
import { PATCH_SCHEMA } from '../urns.ts';

/** One operation of a PATCH (RFC 7644 §3.5.2). Without a path its value is a part of the resource. */
export interface PatchOperation {
  op: 'add' | 'replace' | 'remove';
  path: string | undefined;
  value: Json | undefined;
}

/** How many operations one PATCH may have. */
const MOST = 1000;

/** Reads the message of a PATCH. Ends the chain by `scim.message.schema` or `scim.patch.operation`. */
export function readPatch(body: JsonObject, chain: RuleChain): PatchOperation[] {
  const schemas = Array.isArray(body.schemas) ? body.schemas : [];
  chain.require(
    'scim.message.schema',
    schemas.includes(PATCH_SCHEMA),
    `A PATCH has ${PATCH_SCHEMA} in schemas.`,
    {
      path: 'schemas',
      expected: PATCH_SCHEMA,
      inputs: { schemas },
    },
  );
  const operations = body.Operations ?? body.operations;
  if (!Array.isArray(operations) || operations.length === 0 || operations.length > MOST)
    return malformed(0, `Operations is a list of 1 to ${MOST} operations`, chain);
  return operations.map((operation, index) => readOperation(operation, index + 1, chain));
}

function readOperation(operation: Json, number: number, chain: RuleChain): PatchOperation {
  if (!isObject(operation)) return malformed(number, 'it is an object', chain);
  const op = typeof operation.op === 'string' ? operation.op.toLowerCase() : '';
  const { path, value } = operation;
  if (op !== 'add' && op !== 'replace' && op !== 'remove')
    return malformed(number, '`op` is add, replace or remove', chain);
  if (path !== undefined && (typeof path !== 'string' || path.trim() === ''))
    return malformed(number, '`path` is text', chain);
  if (op === 'remove' && path === undefined)
    chain.fail('scim.patch.target', `Operation ${number}: remove needs a path.`, {
      path: 'path',
      inputs: { operation: number, op },
    });
  if (op !== 'remove' && value === undefined) return malformed(number, `${op} has a value`, chain);
  if (op !== 'remove' && path === undefined && !isObject(value))
    return malformed(number, 'a value without a path is an object', chain);
  return { op, path: path?.trim(), value };
}

function malformed(number: number, wanted: string, chain: RuleChain): never {
  const where = number === 0 ? 'The PATCH' : `Operation ${number}`;
  chain.fail('scim.patch.operation', `${where} is not as it should be: ${wanted}.`, {
    path: 'Operations',
    expected: wanted,
    inputs: { operation: number },
  });
}
