import {
  AsgardeoAPIError,
  flattenUserSchema,
  generateFlattenedUserProfile,
  getSchemas,
  getScim2Me,
  type Schema,
  updateMeProfile,
} from '@asgardeo/javascript';
import { describe, expect, test } from 'vitest';
import { startScim, WSO2 } from '../support.ts';
import { machineToken, personTokens } from '../tokens.ts';

/** WSO2's own client library for JavaScript (npm @asgardeo/javascript), as it is published. */
describe("WSO2's client for JavaScript", () => {
  test('reads the profile of the person who signed in, and makes its page from the schemas', async () => {
    const scim = await startScim();
    const baseUrl = scim.identity.issuer;
    const { access_token: token } = await personTokens(scim, 'alice', 'openid internal_login');
    const headers = { authorization: `Bearer ${token}` };
    const me = await getScim2Me({ baseUrl, headers });
    expect(me).toMatchObject({ id: 'alice', userName: 'alice', name: { familyName: 'Moreau' } });

    // WSO2's server answers a bare list here; RFC 7644 §4 wants a ListResponse, and that is what comes.
    const { Resources } = (await getSchemas({ baseUrl, headers })) as unknown as { Resources: Schema[] };
    const attributes = flattenUserSchema(Resources);
    const profile = generateFlattenedUserProfile(me, attributes);
    expect(profile).toMatchObject({ userName: 'alice', 'name.familyName': 'Moreau', accountLocked: false });
    for (const { schemaId } of attributes) expect(schemaId).toMatch(/^urn:/);
  });

  test('changes the profile, and tells what may not be changed', async () => {
    const scim = await startScim();
    const baseUrl = scim.identity.issuer;
    const { access_token: token } = await personTokens(scim, 'alice', 'openid internal_login');
    const headers = { authorization: `Bearer ${token}` };
    const payload = { name: { givenName: 'Alix' }, nickName: 'Ali', [WSO2]: { preferredChannel: 'EMAIL' } };
    expect(await updateMeProfile({ baseUrl, headers, payload })).toMatchObject({
      name: { givenName: 'Alix', familyName: 'Moreau' },
      nickName: 'Ali',
    });
    expect(await getScim2Me({ baseUrl, headers })).toMatchObject({ nickName: 'Ali' });
    const forbidden = updateMeProfile({ baseUrl, headers, payload: { userType: 'Administrator' } });
    await expect(forbidden).rejects.toThrow(AsgardeoAPIError);
    await expect(forbidden).rejects.toThrow(/userType is not yours to change/);
    const machine = await machineToken(scim, 'internal_user_mgt_list');
    await expect(getScim2Me({ baseUrl, headers: { authorization: `Bearer ${machine}` } })).rejects.toThrow(
      /not that of a person/,
    );
  });
});
