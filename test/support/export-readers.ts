import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import mermaid from 'mermaid';
import type { OtlpTraces } from '../../src-main/trace/otlp-types.ts';

const require = createRequire(import.meta.url);
const har = require('har-schema') as Record<string, object>;
const otlp = require('@opentelemetry/otlp-proto-exporter-base/build/src/generated/root.js') as {
  opentelemetry: { proto: { collector: { trace: { v1: { ExportTraceServiceRequest: Message } } } } };
};

/** What the code generated from the protocol's definitions offers for each message. */
interface Message {
  fromObject(value: object): unknown;
  encode(message: unknown): { finish(): Uint8Array };
  decode(bytes: Uint8Array): unknown;
  toObject(message: unknown, options: { longs: unknown; bytes: unknown }): unknown;
}

const ajv = new Ajv({ strict: false, logger: false });
formats.default(ajv);
for (const schema of Object.values(har)) {
  // The schemas name draft 6, whose keywords as used here mean the same in draft 7.
  const { $schema: _, ...rest } = schema as { $schema?: string };
  ajv.addSchema(rest);
}
const validateHar = ajv.getSchema('har.json#');

/** What the published HAR schemas have against a text; nothing when it is valid. */
export function harErrors(text: string): string[] {
  if (validateHar === undefined) throw new Error('the HAR schema is not there');
  if (validateHar(JSON.parse(text))) return [];
  return (validateHar.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}

const { ExportTraceServiceRequest } = otlp.opentelemetry.proto.collector.trace.v1;

const ID = new Set(['traceId', 'spanId', 'parentSpanId']);

/** Ids are hex in OTLP's JSON, where protobuf's own JSON has base64. */
function idsAs(value: unknown, from: BufferEncoding, to: BufferEncoding): unknown {
  if (Array.isArray(value)) return value.map((item) => idsAs(item, from, to));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      ID.has(name) && typeof member === 'string'
        ? Buffer.from(member, from).toString(to)
        : idsAs(member, from, to),
    ]),
  );
}

/** Reads OTLP JSON by the protocol's own definitions: to protobuf's bytes and back. What they do not know is lost. */
export function throughProtobuf(text: string): OtlpTraces {
  const message = ExportTraceServiceRequest.fromObject(idsAs(JSON.parse(text), 'hex', 'base64') as object);
  const bytes = ExportTraceServiceRequest.encode(message).finish();
  const read = ExportTraceServiceRequest.toObject(ExportTraceServiceRequest.decode(bytes), {
    longs: String,
    bytes: String,
  });
  return idsAs(read, 'base64', 'hex') as OtlpTraces;
}

/** Throws what Mermaid's own parser has against a diagram. */
export async function parseMermaid(text: string): Promise<string> {
  return (await mermaid.parse(text)).diagramType;
}
