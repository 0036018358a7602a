import type { Json, JsonObject } from '../../contract/json.ts';
import { BULK_BOUNDS } from './bulk.ts';
import type { Attribute, Schema } from './schema/attribute.ts';
import { ALL_SCHEMAS } from './schema/schemas.ts';
import { PAGE } from './search.ts';
import { ENTERPRISE_SCHEMA, GROUP_SCHEMA, USER_SCHEMA, WSO2_SCHEMA } from './urns.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';

/** What the service can do (RFC 7643 §5). */
export const serviceProviderConfig = (base: string): JsonObject => ({
  schemas: [`${CORE}:ServiceProviderConfig`],
  patch: { supported: true },
  bulk: {
    supported: true,
    maxOperations: BULK_BOUNDS.operations,
    maxPayloadSize: BULK_BOUNDS.bytes,
  },
  filter: { supported: true, maxResults: PAGE.most },
  changePassword: { supported: true },
  sort: { supported: true },
  etag: { supported: true },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'OAuth bearer token',
      description: 'The SCIM token of Connect, or an access token of the provider with a SCIM scope.',
      specUri: 'https://www.rfc-editor.org/info/rfc6750',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
});

/** The types of resources (RFC 7643 §6). */
export const resourceTypes = (base: string): JsonObject[] => [
  {
    schemas: [`${CORE}:ResourceType`],
    id: 'User',
    name: 'User',
    endpoint: '/Users',
    description: 'User Account',
    schema: USER_SCHEMA,
    schemaExtensions: [
      { schema: ENTERPRISE_SCHEMA, required: false },
      { schema: WSO2_SCHEMA, required: false },
    ],
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/User` },
  },
  {
    schemas: [`${CORE}:ResourceType`],
    id: 'Group',
    name: 'Group',
    endpoint: '/Groups',
    description: 'Group',
    schema: GROUP_SCHEMA,
    schemaExtensions: [],
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/Group` },
  },
];

/** The schemas (RFC 7643 §7). */
export const schemas = (base: string): JsonObject[] =>
  ALL_SCHEMAS.map(({ id, name, description, attributes }: Schema) => ({
    schemas: [`${CORE}:Schema`],
    id,
    name,
    description,
    attributes: attributes.map(shown),
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${id}` },
  }));

function shown(attribute: Attribute): Json {
  const { subAttributes, ...rest } = attribute;
  const text = rest.type === 'string' || rest.type === 'reference' ? {} : { caseExact: undefined };
  return JSON.parse(
    JSON.stringify({
      ...rest,
      ...text,
      ...(subAttributes ? { subAttributes: subAttributes.map(shown) } : {}),
    }),
  ) as Json;
}
