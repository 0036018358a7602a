import { ForksSection } from '../forks/ForksSection.tsx';
import { Page } from '../ui/Page.tsx';
import { AboutSection } from './AboutSection.tsx';
import { AppearanceSection } from './AppearanceSection.tsx';
import { GatewaySection } from './GatewaySection.tsx';
import { LogSection } from './LogSection.tsx';
import { ShortcutsSection } from './ShortcutsSection.tsx';
import { SnapshotsSection } from './SnapshotsSection.tsx';

/** All that can be set, and what this program is. */
export function SettingsScreen() {
  return (
    <Page title="Settings">
      <AppearanceSection />
      <LogSection />
      <GatewaySection />
      <ForksSection />
      <SnapshotsSection />
      <ShortcutsSection />
      <AboutSection />
    </Page>
  );
}
