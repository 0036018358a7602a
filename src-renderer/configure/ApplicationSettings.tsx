import { Button, Checkbox, Switch } from '@mantine/core';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { SCIM_SCOPES, SELF_SCOPE } from '../../src-main/contract/scim-scopes.ts';
import type { Application } from '../../src-main/contract/world.ts';
import { gatehouse, useSandbox } from '../store/sandbox.ts';
import { showApplication, useUi } from '../store/ui.ts';
import { ActorIcon } from '../ui/actor-icon/index.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { useAction } from '../ui/use-action.ts';
import classes from './ApplicationSettings.module.css';

/** What the scopes of OpenID Connect, OAuth and SCIM mean; those of the APIs come with the world. */
const STANDARD_SCOPES: Readonly<Record<string, string>> = {
  ...SELF_SCOPE,
  ...SCIM_SCOPES,
  openid: 'makes it a sign-in: an ID token is issued',
  profile: 'name and the like from userinfo',
  email: 'the e-mail address',
  phone: 'the phone number',
  address: 'the postal address',
  offline_access: 'a refresh token',
};

function useScopeWords(): (scope: string) => string {
  const apis = useSandbox((state) => state.world?.apis) ?? [];
  return (scope) => {
    for (const api of apis) {
      const found = api.scopes.find((one) => one.name === scope);
      if (found) return `${found.about} (${api.name})`;
    }
    return STANDARD_SCOPES[scope] ?? '';
  };
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}

/** The settings of one application: the scopes it asks for, PKCE, and whether its refresh tokens rotate. */
export function ApplicationSettings({ application }: { application: Application }) {
  const { clientId, requestedScopes, allowedScopes, rotateRefreshTokens } = application;
  const usesCode = application.grantTypes.includes('authorization_code');
  const words = useScopeWords();
  const title = useId();
  // Only what differs from the sandbox is kept here, so a change from elsewhere shows at once.
  const [draftScopes, setScopes] = useState<string[]>();
  const [draftRotate, setRotate] = useState<boolean>();
  const [draftPkce, setPkce] = useState<boolean>();
  const [saved, setSaved] = useState(false);
  const scopes = draftScopes ?? requestedScopes;
  const rotate = draftRotate ?? rotateRefreshTokens;
  const pkce = draftPkce ?? application.pkce;
  const card = useRef<HTMLFormElement>(null);
  const sought = useUi((state) => state.application === clientId);
  useEffect(() => {
    if (!sought) return;
    card.current?.scrollIntoView({ block: 'start' });
    card.current?.querySelector('input')?.focus({ preventScroll: true });
    showApplication(undefined);
  }, [sought]);
  const dirty =
    !sameSet(scopes, requestedScopes) || rotate !== rotateRefreshTokens || pkce !== application.pkce;
  const save = useAction(async () => {
    await gatehouse().call('apps.update', {
      clientId,
      requestedScopes: scopes,
      rotateRefreshTokens: rotate,
      pkce,
    });
    useSandbox.setState({ world: await gatehouse().call('world.get', {}) });
    setScopes(undefined);
    setRotate(undefined);
    setPkce(undefined);
    setSaved(true);
  });
  const discard = () => {
    setScopes(undefined);
    setRotate(undefined);
    setPkce(undefined);
    save.clear();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save.run();
  };
  const toggle = (scope: string, on: boolean) => {
    setSaved(false);
    setScopes(allowedScopes.filter((one) => (one === scope ? on : scopes.includes(one))));
  };
  return (
    <form aria-labelledby={`${title} ${title}-id`} className={classes.card} onSubmit={submit} ref={card}>
      <div className={classes.head}>
        <ActorIcon kind={application.kind === 'outside' ? 'outside' : 'client'} />
        <h2 className={classes.name} id={title}>
          {application.name}
        </h2>
        <code className={classes.id} id={`${title}-id`}>
          {clientId}
        </code>
      </div>
      <fieldset className={classes.scopes}>
        <legend>Asks for these scopes</legend>
        {allowedScopes.map((scope) => (
          <Checkbox
            checked={scopes.includes(scope)}
            description={words(scope)}
            key={scope}
            label={<code>{scope}</code>}
            onChange={(event) => toggle(scope, event.currentTarget.checked)}
          />
        ))}
      </fieldset>
      {usesCode && application.kind !== 'outside' && (
        <Switch
          checked={pkce}
          description="The code is worth nothing without the secret behind its challenge (RFC 7636)."
          label="Bind sign-ins with PKCE"
          onChange={(event) => {
            setSaved(false);
            setPkce(event.currentTarget.checked);
          }}
        />
      )}
      {application.grantTypes.includes('refresh_token') && (
        <Switch
          checked={rotate}
          description="Each use gives a new one; a second use of an old one revokes the family (RFC 9700 §4.14.2)."
          label="Rotate refresh tokens"
          onChange={(event) => {
            setSaved(false);
            setRotate(event.currentTarget.checked);
          }}
        />
      )}
      <div className={classes.buttons}>
        <Button disabled={!dirty} loading={save.busy} type="submit" variant={dirty ? 'filled' : 'default'}>
          Save {application.name}
        </Button>
        {dirty && <Button onClick={discard}>Discard changes</Button>}
        {saved && !dirty && (
          <span className={classes.saved} role="status">
            Saved. It holds for the next sign-in.
          </span>
        )}
      </div>
      {save.error && <ErrorNote error={save.error} onDismiss={save.clear} />}
    </form>
  );
}
