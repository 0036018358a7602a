/** A path as the gateway reads it, or why it reads none. */
export type PathAnalysis =
  | { readonly ok: true; readonly path: string }
  | {
      readonly ok: false;
      readonly kind: 'encoding' | 'segments';
      readonly seen: string;
      readonly why: string;
    };

/** Most paths: unreserved characters and no dot at all, so there is nothing to normalise. */
const PLAIN = /^(?:\/[\w~-]+)+\/?$/;
/** Characters that may stand in a path as they are (RFC 3986 §3.3, pchar). */
const PCHARS = /^[\w\-.~!$&'()*+,;=:@/%]*$/;
const UNRESERVED = /[\w\-.~]/;

/**
 * Normalises a path once (RFC 3986 §6.2.2: escapes in upper case, unreserved characters unescaped). Everything on
 * which gateway and backend could disagree is refused instead of repaired: dot segments, empty segments, escaped
 * slashes, backslashes, control characters, double escapes, invalid UTF-8.
 */
export function analysePath(raw: string): PathAnalysis {
  if (PLAIN.test(raw)) return { ok: true, path: raw };
  if (raw.includes('\\')) return segments('\\', 'A backslash is read as a slash by some servers.');
  const odd = [...raw].find((character) => !PCHARS.test(character));
  if (odd !== undefined) return encoding(odd, 'This character must be percent-encoded in a path.');
  if (/%(?![0-9A-Fa-f]{2})/.test(raw))
    return encoding('%', 'A percent sign must be followed by two hex digits.');
  const trick = escapeTrick(raw);
  if (trick !== undefined) return trick;
  const path = raw.replace(/%[0-9A-Fa-f]{2}/g, (escaped) => {
    const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    return UNRESERVED.test(character) ? character : escaped.toUpperCase();
  });
  if (!isUtf8(path)) return encoding(path, 'The escapes do not form UTF-8 text.');
  return checkSegments(path);
}

function escapeTrick(raw: string): PathAnalysis | undefined {
  const slash = /%(?:2f|5c)/i.exec(raw);
  if (slash) return encoding(slash[0], 'An escaped slash is a separator to some servers and text to others.');
  const control = /%(?:[01][0-9a-f]|7f)/i.exec(raw);
  if (control) return encoding(control[0], 'Control characters have no place in a path.');
  const twice = /%25[0-9a-f]{2}/i.exec(raw);
  if (twice) return encoding(twice[0], 'An escape of an escape changes its meaning each time it is decoded.');
  return undefined;
}

function checkSegments(path: string): PathAnalysis {
  const parts = path.split('/').slice(1);
  for (const [index, part] of parts.entries()) {
    // Some servers cut off what follows a semicolon, so `..;` is a dot segment to them.
    const name = part.split(';', 1)[0];
    if (name === '.' || name === '..') return segments(part, 'A dot segment leads to another path.');
    if (part === '' && index < parts.length - 1) return segments('//', 'Some servers drop empty segments.');
  }
  return { ok: true, path };
}

function isUtf8(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false; // decodeURIComponent throws URIError exactly when the bytes are not UTF-8.
  }
}

function encoding(seen: string, why: string): PathAnalysis {
  return { ok: false, kind: 'encoding', seen, why };
}

function segments(seen: string, why: string): PathAnalysis {
  return { ok: false, kind: 'segments', seen, why };
}
