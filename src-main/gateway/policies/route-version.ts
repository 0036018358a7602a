import { definePolicy, fail, pass } from '../policy.ts';

type Inputs = { api: string; version: string; published: string[] };

/** Finds the version of the API by the second segment of the path. */
export const routeVersion = definePolicy<Inputs>({
  rule: 'gw.route.version',
  gather: ({ match }) =>
    match && { api: match.context, version: match.version, published: [...match.versions] },
  evaluate: ({ api, version, published }) => {
    if (published.includes(version)) return pass('path', version);
    const seen = version === '' ? 'no version' : `version ${version}`;
    return fail(
      'path',
      published,
      version,
      `The address names ${seen} of ${api}; there is ${published.join(', ')}.`,
    );
  },
});
