/** How a secret may stand in a file: as it is, or in any of the encodings that messages and files use. */
function writings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // In base64 the neighbours of a secret change its first and last characters, in three ways.
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replaceAll('=', '');
    return text.slice(shift === 0 ? 0 : shift + 1, (bytes.length + shift) % 3 === 0 ? undefined : -1);
  });
  const everyByte = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
    everyByte,
    JSON.stringify(secret).slice(1, -1),
    [...secret].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
    bytes.toString('hex'),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

/** The names of the secrets that a text gives away, whichever way they are written. */
export function leaks(text: string, secrets: ReadonlyMap<string, string>): string[] {
  const low = text.toLowerCase();
  return [...secrets]
    .filter(([, secret]) => writings(secret).some((form) => low.includes(form.toLowerCase())))
    .map(([name]) => name);
}
