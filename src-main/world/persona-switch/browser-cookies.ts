import type { PersonaCookie, PersonaProfile } from '../../contract/worker.ts';

/** The cookies that a browser sent to a host. It does not say more of them, so they count as the sandbox sets them. */
export function sentCookies(header: string | undefined, host: string): PersonaCookie[] {
  return (header ?? '').split(';').flatMap((pair): PersonaCookie[] => {
    const at = pair.indexOf('=');
    if (at <= 0) return [];
    return [
      {
        name: pair.slice(0, at).trim(),
        value: pair.slice(at + 1).trim(),
        host,
        path: '/',
        httpOnly: true,
        secure: false,
        sameSite: 'lax',
      },
    ];
  });
}

/** A profile whose cookies of one host are these. */
export function withCookies(
  profile: PersonaProfile,
  host: string,
  cookies: readonly PersonaCookie[],
): PersonaProfile {
  return { ...profile, cookies: [...profile.cookies.filter((cookie) => cookie.host !== host), ...cookies] };
}

/** `Set-Cookie` lines that leave a browser with exactly the cookies `wanted` of those that live at `/`. */
export function swapLines(sent: readonly PersonaCookie[], wanted: readonly PersonaCookie[]): string[] {
  const gone = sent.filter((cookie) => !wanted.some(({ name }) => name === cookie.name));
  return [
    ...gone.map(({ name }) => `${name}=; Path=/; Max-Age=0`),
    ...wanted.map(({ name, value, path }) => `${name}=${value}; Path=${path}; HttpOnly; SameSite=Lax`),
  ];
}
