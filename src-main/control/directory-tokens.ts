import { z } from 'zod';
import { GatehouseError } from '../contract/errors.ts';
import type { Core } from '../events/core.ts';
import { workAs } from '../events/work.ts';
import { Applications } from '../store/applications.ts';

/** Gets a persona an access token for the directory, or for the provider itself; answers in one line what came of it. */
export type DirectoryTokens = (input: {
  persona: string;
  scope: string;
  /** What it is for; the directory (SCIM) unless given. */
  of?: 'directory' | 'provider';
}) => Promise<{ summary: string; flow: string }>;

interface Agent {
  follow(input: { persona: string; link: string }): Promise<{ ok: boolean; summary: string }>;
}

/** The terminal: an application of the sandbox without pages of its own. */
const CLIENT = 'workbench';
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

const startedSchema = z.object({ device_code: z.string(), verification_uri_complete: z.string() });
const tokensSchema = z.object({ access_token: z.string(), scope: z.string().default('') });

/** The device flow (RFC 8628) of a terminal whose person confirms in her own browser, for a token of SCIM (RFC 8707), or of the provider. */
export function createDirectoryTokens(core: Core, issuer: string, agent: Agent): DirectoryTokens {
  const applications = new Applications(core.store);
  return async ({ persona, scope, of = 'directory' }) => {
    const secret = String(applications.get(CLIENT)?.metadata.client_secret ?? '');
    const from = `app:${CLIENT}`;
    const post = async (path: string, form: Record<string, string>): Promise<unknown> => {
      const response = await core.dispatcher.fetchAs(from)(`${issuer}${path}`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${CLIENT}:${secret}`).toString('base64')}` },
        body: new URLSearchParams(form),
      });
      return response.json();
    };
    const { result, flow } = await workAs(core, `persona:${persona}`, from, async () => {
      const target: Record<string, string> = of === 'provider' ? {} : { resource: `${issuer}/scim2` };
      const started = startedSchema.safeParse(
        await post('/device/auth', { scope: `openid ${scope}`.trim(), ...target }),
      );
      if (!started.success) throw notIssued('The provider did not begin.');
      const { device_code, verification_uri_complete } = started.data;
      const { ok, summary } = await agent.follow({ persona, link: verification_uri_complete });
      if (!ok) throw notIssued(summary);
      const tokens = tokensSchema.safeParse(
        await post('/token', { grant_type: DEVICE_GRANT, device_code, ...target }),
      );
      if (!tokens.success) throw notIssued('The provider gave no token.');
      return tokens.data.scope;
    });
    const held = result === '' ? 'no scope of administration' : result;
    return { flow, summary: `There is a token for the directory now, with ${held}.` };
  };
}

function notIssued(why: string): GatehouseError {
  return new GatehouseError({
    code: 'directory-token.not-issued',
    what: 'There is no token.',
    why,
    next: 'Look at the newest story: it shows where it stopped.',
  });
}
