import { SECRET_HANDLE_PATTERN } from '../../contract/secret-handles.ts';

/** Finds the value behind a handle such as `‹access_token:4f1c2a…›`; undefined when it is not known (any more). */
export type Reveal = (handle: string) => string | undefined;

/** How a revealed value must be written so that the text around it keeps its meaning. */
export type SecretEncoding = 'plain' | 'url' | 'form' | 'json';

const ENCODERS: Record<SecretEncoding, (value: string) => string> = {
  plain: (value) => value,
  url: encodeURIComponent,
  form: (value) => new URLSearchParams([['', value]]).toString().slice(1),
  json: (value) => JSON.stringify(value).slice(1, -1),
};

/** True when the text holds at least one handle. */
export function holdsSecret(text: string): boolean {
  return text.search(SECRET_HANDLE_PATTERN) >= 0;
}

/** The kind that a handle names, e.g. `access_token`; undefined when the text is no single handle. */
export function handleKind(text: string): string | undefined {
  const match = /^‹([a-z_]+):[0-9a-f]{16}›$/.exec(text);
  return match?.[1];
}

/** Puts three dots where a title would show a handle: the reader sees that a secret stood there. */
export function maskHandles(text: string): string {
  return text.replace(SECRET_HANDLE_PATTERN, '•••');
}

/** Replaces the handles that `reveal` knows; without `reveal` the text is returned as it is in the log. */
export function revealText(
  text: string,
  reveal: Reveal | undefined,
  encoding: SecretEncoding = 'plain',
): string {
  if (reveal === undefined) return text;
  return text.replace(SECRET_HANDLE_PATTERN, (handle) => {
    const value = reveal(handle);
    return value === undefined ? handle : ENCODERS[encoding](value);
  });
}
