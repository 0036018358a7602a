import { useSandbox } from '../store/sandbox.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { Section } from '../ui/Page.tsx';
import classes from './AboutSection.module.css';
import { diagnostics } from './diagnostics.ts';

/** What this program is, and where it keeps its things. */
export function AboutSection() {
  const info = useSandbox((state) => state.info);
  if (!info) return null;
  const ports = Object.entries(info.ports)
    .map(([name, port]) => `${name} ${port}`)
    .join(' · ');
  return (
    <Section title="About">
      <p>
        Gatehouse {info.version}, {info.host === 'desktop' ? 'in its own window' : 'served for a browser'}. A
        sandbox for identity and API management that runs on this computer alone.
      </p>
      <CopyField label="Data folder" value={info.dataDir} />
      <div className={classes.diagnostics}>
        <span>Diagnostics</span>
        <p>Versions, ports, state and the newest failures, for somebody who helps you. No secrets.</p>
        <CopyButton text={diagnostics} what="the diagnostics" />
      </div>
      <p className={classes.ports}>
        <span>Ports</span> <code>{ports}</code>
      </p>
    </Section>
  );
}
