import type { Reason } from '../../contract/events.ts';
import type { JsonObject } from '../../contract/json.ts';
import { defineRules } from './rule.ts';
import { SELF_SERVICE_RULES } from './self-service-rules.ts';

/** Every rule by which the SCIM endpoint turns a request away. `answer` is the status and the `scimType` of §3.12. */
export const SCIM_RULES = defineRules({
  'scim.token.given': {
    title: 'A SCIM request carries a bearer token.',
    standard: 'RFC 7644 §2',
    next: 'Send `Authorization: Bearer …` with the SCIM token of Connect, or with an access token that has a SCIM scope.',
    answer: '401',
  },
  'scim.token.valid': {
    title: 'The token is the SCIM token of this sandbox, or an access token that is still good.',
    standard: 'RFC 6750 §3.1',
    next: 'Copy the SCIM token from Connect again, or ask the provider for a new access token.',
    answer: '401',
  },
  'scim.token.audience': {
    title: 'The access token was issued for SCIM.',
    standard: 'RFC 9068 §4',
    next: 'Ask the provider for a token with the address of SCIM as its `resource`.',
    answer: '401',
  },
  'scim.token.scheme': {
    title: 'A token that is bound to a key comes under the scheme DPoP, any other one under Bearer.',
    standard: 'RFC 9449 §7.1',
    next: 'Send a bound token as `Authorization: DPoP …` with a proof.',
    answer: '401',
  },
  'scim.proof.sound': {
    title:
      'The DPoP proof is made for this request and this token, with the key to which the token is bound.',
    standard: 'RFC 9449 §4.3',
    next: 'Make a new proof for each request: typ, htm, htu, ath and jti, signed by the key of the token.',
    answer: '401',
  },
  'scim.proof.nonce': {
    title: 'The DPoP proof carries a nonce that was handed out lately.',
    standard: 'RFC 9449 §9',
    next: 'Put the DPoP-Nonce of the answer into the proof and send the request again.',
    answer: '401',
  },
  'scim.token.scope': {
    title: 'The access token has the scope that the operation needs.',
    standard: 'RFC 6750 §3.1',
    next: 'Ask for the scope that the answer names, e.g. internal_user_mgt_list.',
    answer: '403',
  },
  'scim.token.role': {
    title: 'The person on whose behalf the application calls has a role that may do this.',
    standard: 'RFC 7644 §2',
    next: 'Sign in as an administrator, or have an administrator put the person into a group that may.',
    answer: '403',
  },
  'scim.me.person': {
    title: 'At /Me the token is that of a person.',
    standard: 'RFC 7644 §3.11',
    next: 'Have a person sign in, and ask for the scope internal_login; a machine is nobody.',
    answer: '404',
  },
  'scim.me.attribute': {
    title: 'A person changes of her own entry what is hers to change.',
    standard: 'RFC 7644 §3.11',
    next: 'Change names, addresses, languages and the like; the rest is for an administrator, and passwords have pages of their own.',
    answer: '403',
  },
  'scim.endpoint.known': {
    title: 'The path is one of the SCIM endpoints.',
    standard: 'RFC 7644 §3.2',
    next: 'Use /scim2/Users, /scim2/Groups, /scim2/Bulk, or one of the three endpoints that describe the service.',
    answer: '404',
  },
  'scim.method.allowed': {
    title: 'The endpoint knows the method.',
    standard: 'RFC 9110 §15.5.6',
    next: 'Use one of the methods that the Allow header of the answer names.',
    answer: '405',
  },
  'scim.discovery.whole': {
    title: 'The endpoints that describe the service are read whole, without a filter.',
    standard: 'RFC 7644 §4',
    next: 'Leave the filter out, and look for the entry in the answer.',
    answer: '403',
  },
  'scim.operation.supported': {
    title: 'The endpoint supports the operation.',
    standard: 'RFC 7644 §3.12',
    next: 'Read docs/scim.md for what is supported: a search across all types is not.',
    answer: '501',
  },
  'scim.body.type': {
    title: 'The body is JSON.',
    standard: 'RFC 7644 §3.1',
    next: 'Send Content-Type: application/scim+json (application/json is taken as well).',
    answer: '415',
  },
  'scim.body.size': {
    title: 'The body is not too large.',
    standard: 'RFC 7644 §3.7.4',
    next: 'Keep to bulk.maxPayloadSize of /scim2/ServiceProviderConfig, and to 1 MiB for a single resource.',
    answer: '413',
  },
  'scim.body.json': {
    title: 'The body is a JSON object.',
    standard: 'RFC 7644 §3.12',
    next: 'Check the JSON.',
    answer: '400 invalidSyntax',
  },
  'scim.message.schema': {
    title: 'The message says by `schemas` what it is.',
    standard: 'RFC 7643 §3',
    next: 'Put the URN of the resource or of the message into `schemas`.',
    answer: '400 invalidSyntax',
  },
  'scim.value.type': {
    title: 'Each value has the type that the schema gives its attribute.',
    standard: 'RFC 7643 §2.3',
    next: 'Read the attribute in /scim2/Schemas and correct the value.',
    answer: '400 invalidValue',
  },
  'scim.value.required': {
    title: 'Required attributes have a value.',
    standard: 'RFC 7643 §2.2',
    next: 'Give the attribute that the answer names.',
    answer: '400 invalidValue',
  },
  'scim.value.reference': {
    title: 'What a resource refers to exists.',
    standard: 'RFC 7643 §4.2',
    next: 'Use the `id` of a user of this directory; groups do not hold groups here.',
    answer: '400 invalidValue',
  },
  'scim.attribute.mutable': {
    title: 'Only attributes that may be written are changed.',
    standard: 'RFC 7644 §3.5.2',
    next: 'Leave the attribute out: the directory writes it itself.',
    answer: '400 mutability',
  },
  'scim.resource.known': {
    title: 'The resource exists.',
    standard: 'RFC 7644 §3.12',
    next: 'Look for the resource by a filter; ids never change and are never used again.',
    answer: '404',
  },
  'scim.resource.unique': {
    title: 'No other resource has the same userName, or the same displayName of a group.',
    standard: 'RFC 7643 §7',
    next: 'Choose another name, or change the resource that has it.',
    answer: '409 uniqueness',
  },
  'scim.resource.version': {
    title: 'The resource is still in the version that the client knows.',
    standard: 'RFC 7644 §3.14',
    next: 'Read the resource again and repeat the change on its new version.',
    answer: '412',
  },
  'scim.filter.syntax': {
    title: 'The filter is well-formed.',
    standard: 'RFC 7644 §3.4.2.2',
    next: 'Correct the filter at the place that the answer names; text values stand in double quotes.',
    answer: '400 invalidFilter',
  },
  'scim.filter.bounds': {
    title: 'The filter keeps to the bounds of this service: length, nesting, number of comparisons.',
    standard: 'RFC 7644 §3.4.2.2',
    next: 'Split the search into several.',
    answer: '400 invalidFilter',
  },
  'scim.filter.attribute': {
    title: 'The filter names attributes that the schema has and that may be searched.',
    standard: 'RFC 7644 §3.4.2.2',
    next: 'Read /scim2/Schemas for the attributes.',
    answer: '400 invalidFilter',
  },
  'scim.filter.operator': {
    title: 'Operator and value fit the type of the attribute.',
    standard: 'RFC 7644 §3.4.2.2',
    next: 'Compare true and false with eq or ne, times with eq, gt, ge, lt or le, and text with any operator.',
    answer: '400 invalidFilter',
  },
  'scim.sort.attribute': {
    title: 'The attribute of sortBy is one by which can be sorted.',
    standard: 'RFC 7644 §3.4.2.3',
    next: 'Sort by an attribute with a single value, such as userName.',
    answer: '400 invalidPath',
  },
  'scim.page.number': {
    title: 'The numbers of a page, startIndex and count, are whole.',
    standard: 'RFC 7644 §3.4.2.4',
    next: 'Count from 1; what is left out gets a default.',
    answer: '400 invalidValue',
  },
  'scim.patch.operation': {
    title: 'Each operation of a PATCH is add, replace or remove, with what it needs.',
    standard: 'RFC 7644 §3.5.2',
    next: 'Give `op`, `path` and `value`; remove needs a path, the others need a value.',
    answer: '400 invalidSyntax',
  },
  'scim.patch.path': {
    title: 'The path of a PATCH names an attribute of the schema.',
    standard: 'RFC 7644 §3.5.2',
    next: 'Write attribute, attribute.sub, attribute[filter] or attribute[filter].sub.',
    answer: '400 invalidPath',
  },
  'scim.patch.target': {
    title: 'The path of a PATCH leads to something.',
    standard: 'RFC 7644 §3.5.2.3',
    next: 'Add the value first, or use a filter that finds one.',
    answer: '400 noTarget',
  },
  'scim.bulk.size': {
    title: 'A bulk request keeps to the number of operations of this service.',
    standard: 'RFC 7644 §3.7.4',
    next: 'Split it: bulk.maxOperations of /scim2/ServiceProviderConfig says into how many.',
    answer: '413',
  },
  'scim.bulk.operation': {
    title: 'Each operation of a bulk request has method, path and data, and a bulkId where it creates.',
    standard: 'RFC 7644 §3.7',
    next: 'Correct the operation that the answer names.',
    answer: '400 invalidSyntax',
  },
  'scim.bulk.reference': {
    title: 'What a bulkId refers to was created by the same request.',
    standard: 'RFC 7644 §3.7.1',
    next: 'Check that the operation with this bulkId is there, and that it succeeded.',
    answer: '409',
  },
  ...SELF_SERVICE_RULES,
  'scim.sandbox.sound': {
    title: 'The sandbox itself is sound.',
    standard: 'RFC 7644 §3.12',
    next: 'Try again. If it happens twice, copy the diagnostics from the settings.',
    answer: '500',
  },
});

/** The name of a rule, e.g. `scim.resource.unique`. */
export type ScimRule = keyof typeof SCIM_RULES;

/** A reason of an event: the rule that looked, how it ended, and what it read. */
export function scimReason(
  rule: ScimRule,
  outcome: Reason['outcome'],
  details: Omit<Reason, 'rule' | 'outcome' | 'standard'> & { inputs?: JsonObject } = {},
): Reason {
  return { rule, outcome, ...details, standard: SCIM_RULES[rule].standard };
}
