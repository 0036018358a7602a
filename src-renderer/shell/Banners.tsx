import { ActionIcon } from '@mantine/core';
import { CircleCheck, HardDrive, PlugZap, RotateCw, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSandbox } from '../store/sandbox.ts';
import { notify, useUi } from '../store/ui.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import classes from './Banners.module.css';
import { NewLogButton } from './NewLogButton.tsx';

function Banner({ icon, act, children }: { icon: ReactNode; act?: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.banner}>
      {icon}
      <p role="status">{children}</p>
      {act}
    </div>
  );
}

/** What a person must know whatever place is open: the connection, the worker, things told by the sandbox, notices. */
export function Banners() {
  const link = useSandbox((state) => state.link);
  const status = useSandbox((state) => state.status);
  const notices = useSandbox((state) => state.info?.notices);
  const trouble = useSandbox((state) => state.trouble);
  const notice = useUi((state) => state.notice);
  return (
    <>
      {link === 'lost' && (
        <Banner icon={<PlugZap aria-hidden size={16} />}>
          <strong>The connection to the sandbox is lost.</strong> Is the program still running? This page
          tries again by itself and misses nothing.
        </Banner>
      )}
      {link === 'open' && status.status === 'restarting' && (
        <Banner icon={<RotateCw aria-hidden size={16} />}>
          <strong>The sandbox is being restarted.</strong>{' '}
          {status.reason ? `It stopped: ${status.reason}. ` : ''}The log is kept.
        </Banner>
      )}
      {link === 'open' && status.status === 'stopped' && (
        <Banner icon={<TriangleAlert aria-hidden size={16} />}>
          <strong>The sandbox has stopped.</strong> {status.reason ? `${status.reason}. ` : ''}Close Gatehouse
          and start it again; the log is kept.
        </Banner>
      )}
      {trouble && (
        <Banner
          act={trouble.code === 'storage.log-damaged' && <NewLogButton />}
          icon={<HardDrive aria-hidden size={16} />}
        >
          <strong>{trouble.what}</strong> {trouble.why} {trouble.next}
        </Banner>
      )}
      {notices?.map((text) => (
        <Banner icon={<TriangleAlert aria-hidden size={16} />} key={text}>
          {text}
        </Banner>
      ))}
      {notice?.tone === 'error' && (
        <div className={classes.error}>
          <ErrorNote error={notice.error} onDismiss={() => notify(undefined)} />
        </div>
      )}
      {notice?.tone === 'done' && (
        <div className={classes.done} role="status">
          <CircleCheck aria-hidden size={16} />
          <p>{notice.text}</p>
          <ActionIcon aria-label="Dismiss this message" onClick={() => notify(undefined)} size="sm">
            <X aria-hidden size={14} />
          </ActionIcon>
        </div>
      )}
    </>
  );
}
