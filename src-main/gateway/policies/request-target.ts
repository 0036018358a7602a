import { definePolicy, fail, pass } from '../policy.ts';
import type { RequestTarget } from '../routes/target.ts';

type Inputs = {
  form: RequestTarget['form'];
  authority: string | null;
  host: string;
  fragment: boolean;
};

/** Takes a path, or a full address that names this gateway; no other form of target (RFC 9112 §3.2). */
export const requestTarget = definePolicy<Inputs>({
  rule: 'gw.request.target',
  gather: ({ request }) => ({
    form: request.target.form,
    authority: request.target.authority,
    host: request.hosts[0] ?? '',
    fragment: request.target.fragment,
  }),
  evaluate: ({ form, authority, host, fragment }) => {
    if (fragment) return fail('target', 'no fragment', '#', 'A fragment is never sent to a server.');
    if (form === 'origin') return pass();
    if (form === 'absolute') {
      if (authority?.toLowerCase() === host.toLowerCase()) return pass();
      return fail(
        'target',
        host,
        authority,
        'The address in the request line names another server than Host.',
      );
    }
    return fail('target', 'a path', form, 'The request line must name a path on this gateway.');
  },
});
