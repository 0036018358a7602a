/**
 * OTLP in its JSON encoding (opentelemetry-proto, `ExportTraceServiceRequest`): ids are hex, 64-bit numbers are
 * decimal strings, enumerations are numbers, names are lowerCamelCase.
 */
export interface OtlpTraces {
  resourceSpans: OtlpResourceSpans[];
}

export interface OtlpResourceSpans {
  resource: { attributes: OtlpAttribute[] };
  scopeSpans: { scope: { name: string; version: string }; spans: OtlpSpan[] }[];
}

export interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: SpanKind;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: OtlpAttribute[];
  events?: OtlpEvent[];
  status?: { code: StatusCode; message?: string };
}

export interface OtlpEvent {
  timeUnixNano: string;
  name: string;
  attributes: OtlpAttribute[];
}

export type OtlpValue =
  | { stringValue: string }
  | { boolValue: boolean }
  | { intValue: string }
  | { doubleValue: number }
  | { arrayValue: { values: { stringValue: string }[] } };

export interface OtlpAttribute {
  key: string;
  value: OtlpValue;
}

/** `Span.SpanKind` of the protocol. */
export const SPAN_KIND = { internal: 1, server: 2, client: 3 } as const;
type SpanKind = (typeof SPAN_KIND)[keyof typeof SPAN_KIND];

/** `Status.StatusCode` of the protocol. */
export const STATUS_CODE = { unset: 0, ok: 1, error: 2 } as const;
type StatusCode = (typeof STATUS_CODE)[keyof typeof STATUS_CODE];

/** Attributes from an object; what is undefined is left out. */
export function otlpAttributes(
  members: Record<string, string | number | boolean | string[] | undefined>,
): OtlpAttribute[] {
  return Object.entries(members).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: otlpValue(value) }],
  );
}

function otlpValue(value: string | number | boolean | string[]): OtlpValue {
  if (Array.isArray(value)) return { arrayValue: { values: value.map((stringValue) => ({ stringValue })) } };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { stringValue: value };
}

/** Milliseconds since the epoch as the protocol's nanoseconds. */
export function unixNano(ms: number): string {
  const whole = Math.floor(ms);
  return (BigInt(whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1e6))).toString();
}
