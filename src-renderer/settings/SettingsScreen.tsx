import { ForksSection } from '../forks/ForksSection.tsx';
import { Lanes, Page } from '../ui/Page.tsx';
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
      <Lanes>
        <div>
          <AppearanceSection />
          <LogSection />
          <GatewaySection />
        </div>
        <div>
          <ForksSection />
          <SnapshotsSection />
          <ShortcutsSection />
          <AboutSection />
        </div>
      </Lanes>
    </Page>
  );
}
