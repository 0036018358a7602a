import { Button, SegmentedControl } from '@mantine/core';
import { Minus, Plus } from 'lucide-react';
import type { Settings } from '../../src-main/contract/status.ts';
import { useSandbox } from '../store/sandbox.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Section } from '../ui/Page.tsx';
import { useAction } from '../ui/use-action.ts';
import classes from './AppearanceSection.module.css';
import { SettingRow } from './SettingRow.tsx';
import { saveSettings } from './save-settings.ts';

const THEMES: { value: Settings['theme']; label: string }[] = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];
const TEXT_MIN = 80;
const TEXT_MAX = 200;
const TEXT_STEP = 10;

/** Theme and text size. */
export function AppearanceSection() {
  const settings = useSandbox((state) => state.settings);
  const save = useAction(saveSettings);
  if (!settings) return null;
  const { textSize } = settings;
  return (
    <Section title="Appearance">
      <SettingRow label="Theme" labelId="setting-theme">
        <SegmentedControl
          aria-labelledby="setting-theme"
          data={THEMES}
          onChange={(theme) => save.run({ theme: theme as Settings['theme'] })}
          value={settings.theme}
        />
      </SettingRow>
      <SettingRow about="Of the whole window. Make it large for a beamer." label="Text size">
        <Button
          aria-label="Smaller text"
          disabled={textSize <= TEXT_MIN}
          onClick={() => save.run({ textSize: Math.max(TEXT_MIN, textSize - TEXT_STEP) })}
        >
          <Minus aria-hidden size={14} />
        </Button>
        <output aria-label="Text size" className={classes.size}>
          {textSize} %
        </output>
        <Button
          aria-label="Larger text"
          disabled={textSize >= TEXT_MAX}
          onClick={() => save.run({ textSize: Math.min(TEXT_MAX, textSize + TEXT_STEP) })}
        >
          <Plus aria-hidden size={14} />
        </Button>
      </SettingRow>
      {save.error && <ErrorNote error={save.error} onDismiss={save.clear} />}
    </Section>
  );
}
