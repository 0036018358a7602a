import { useEffect, useRef, useState } from 'react';
import { LazyWire } from '../shell/LazyWire.tsx';
import { useSandbox } from '../store/sandbox.ts';
import { CopyField } from '../ui/CopyField.tsx';
import { Lanes, Page, Section } from '../ui/Page.tsx';
import classes from './ConnectScreen.module.css';
import { type Registered, RegisterForm } from './RegisterForm.tsx';
import { Snippets } from './Snippets.tsx';

/** The credentials of an application that was registered just now, brought into view. */
function Credentials({ registered }: { registered: Registered }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <div className={classes.credentials} ref={box} role="status">
      <p>
        <strong>{registered.name} is registered.</strong>
        {registered.clientSecret && ' Copy the secret now; it is shown once.'}
      </p>
      <CopyField label="Client id" value={registered.clientId} />
      {registered.clientSecret && <CopyField label="Client secret" value={registered.clientSecret} />}
    </div>
  );
}

const scimCurl = ({ url, token }: { url: string; token: string }): string =>
  `curl -H 'Authorization: Bearer ${token}' '${url}/Users?count=5'`;

/** A token of its own for the machine of the world that administers the directory (RFC 6749 §4.4, RFC 8707). */
const tokenCurl = (issuer: string, resource: string): string =>
  `curl -u directory-sync:directory-sync-sandbox-secret '${issuer}/token' -d grant_type=client_credentials -d 'resource=${resource}' -d 'scope=internal_user_mgt_list internal_user_mgt_view'`;

/** How an application of the person's own uses this provider and this gateway. */
export function ConnectScreen() {
  const info = useSandbox((state) => state.info);
  const apis = useSandbox((state) => state.world?.apis) ?? [];
  const [registered, setRegistered] = useState<Registered>();
  if (!info) return null;
  return (
    <div className={classes.screen}>
      <div className={classes.page}>
        <Page
          lead="Any standard client library works against this provider, unmodified but for its switch for plain http. What your application sends appears on the wire below."
          title="Connect your own application"
        >
          <Lanes>
            <div>
              <Section title="Addresses">
                <CopyField label="Issuer" value={info.issuer} />
                <CopyField
                  label="Discovery document"
                  value={`${info.issuer}/.well-known/openid-configuration`}
                />
                <CopyField label="API gateway" value={info.gateway} />
              </Section>
              <Section
                lead="It appears with the other applications, keeps over restarts, and its scopes can be changed in Configure."
                title="Register an application"
              >
                <RegisterForm onRegistered={setRegistered} />
                {registered && <Credentials key={registered.clientId} registered={registered} />}
              </Section>
              <Section
                lead={
                  registered
                    ? `Filled with the values of ${registered.name}.`
                    : 'Register an application, and the snippets are filled with its values.'
                }
                title="Code to start from"
              >
                <Snippets apis={apis} issuer={info.issuer} registered={registered} />
              </Section>
            </div>
            <div>
              <Section
                lead="For tools that register themselves (RFC 7591), at the registration endpoint of the discovery document."
                title="Dynamic registration"
              >
                <CopyField label="Initial access token" value={info.initialAccessToken} />
              </Section>
              <Section
                lead="For tools that create users and groups (SCIM 2.0, RFC 7644). The SCIM token may do everything there. An access token of the provider may do what its scopes say; its resource is the base address."
                title="Provisioning"
              >
                <CopyField label="SCIM base address" value={info.scim.url} />
                <CopyField label="SCIM token" value={info.scim.token} />
                <CopyField label="First request" value={scimCurl(info.scim)} />
                <CopyField
                  label="An access token with two scopes"
                  value={tokenCurl(info.issuer, info.scim.url)}
                />
              </Section>
              <Section
                lead="Any mail library can send to the people of this world, with any name and password or none. It lands in their Mail, as text; mail to anybody else is kept, and the log says so."
                title="Mail"
              >
                <CopyField label="SMTP server" value={`${info.smtp.host}:${info.smtp.port}`} />
              </Section>
            </div>
          </Lanes>
        </Page>
      </div>
      <LazyWire />
    </div>
  );
}
