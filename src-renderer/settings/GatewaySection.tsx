import { Button, Switch } from '@mantine/core';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { gatehouse, useSandbox } from '../store/sandbox.ts';
import { announce } from '../store/ui.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Section } from '../ui/Page.tsx';
import { useAction } from '../ui/use-action.ts';
import classes from './GatewaySection.module.css';
import { SettingRow } from './SettingRow.tsx';
import { saveSettings } from './save-settings.ts';

/** What of the provider and the gateway can be changed without a lab. */
export function GatewaySection() {
  const lookup = useSandbox((state) => state.settings?.gatewayRevocationLookup ?? true);
  const [kid, setKid] = useState<string>();
  const save = useAction(saveSettings);
  const rotate = useAction(async () => {
    const key = await gatehouse().call('keys.rotate', {});
    setKid(key.kid);
    announce(`The provider now signs with the key ${key.kid}.`);
  });
  return (
    <Section title="Provider and gateway">
      <SettingRow
        about="On, a revoked JWT access token is refused at once. Off, it passes until it expires, as it does where gateways check signature and lifetime alone."
        label="The gateway looks up revoked tokens"
      >
        <Switch
          aria-label="The gateway looks up revoked tokens"
          checked={lookup}
          onChange={(event) => save.run({ gatewayRevocationLookup: event.currentTarget.checked })}
        />
      </SettingRow>
      <SettingRow
        about={
          kid ? (
            <>
              The provider now signs with <code className={classes.kid}>{kid}</code>.
            </>
          ) : (
            'The provider signs with a new key. The old one stays in the JWKS, so tokens in use stay valid.'
          )
        }
        label="Signing key"
      >
        <Button leftSection={<KeyRound aria-hidden size={14} />} loading={rotate.busy} onClick={rotate.run}>
          Rotate the key
        </Button>
      </SettingRow>
      {save.error && <ErrorNote error={save.error} onDismiss={save.clear} />}
      {rotate.error && <ErrorNote error={rotate.error} onDismiss={rotate.clear} />}
    </Section>
  );
}
