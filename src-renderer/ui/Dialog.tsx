import { CloseButton, Drawer, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Dialog.module.css';
import { OverlayHold } from './OverlayHold.tsx';

/** A dialog over the window: a heading, a way out, and what it asks or tells. */
export function Dialog({
  opened,
  onClose,
  title,
  closeLabel = 'Close',
  width = 460,
  tall = false,
  children,
}: {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What the button that closes it is called. */
  closeLabel?: string;
  /** Px. */
  width?: number;
  /** As high as the window allows; what is inside fills it and scrolls by itself. */
  tall?: boolean;
  children: ReactNode;
}) {
  return (
    <Modal.Root centered onClose={onClose} opened={opened} size={width}>
      <Modal.Overlay />
      <Modal.Content>
        <OverlayHold />
        <div className={tall ? classes.tall : undefined}>
          <div className={classes.head}>
            <Modal.Title className={classes.title}>{title}</Modal.Title>
            <CloseButton aria-label={closeLabel} onClick={onClose} />
          </div>
          <div className={tall ? classes.filled : classes.body}>{children}</div>
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}

/** A part of the window that slides in from the left where there is no room for it beside the rest. */
export function SideDrawer({
  opened,
  onClose,
  title,
  closeLabel,
  children,
}: {
  opened: boolean;
  onClose: () => void;
  title: string;
  closeLabel: string;
  children: ReactNode;
}) {
  return (
    <Drawer.Root onClose={onClose} opened={opened} size={420}>
      <Drawer.Overlay />
      <Drawer.Content className={classes.drawer}>
        <OverlayHold />
        <div className={classes.drawerFrame}>
          <div className={classes.head}>
            <Drawer.Title className={classes.title}>{title}</Drawer.Title>
            <CloseButton aria-label={closeLabel} onClick={onClose} />
          </div>
          <div className={classes.drawerBody}>{children}</div>
        </div>
      </Drawer.Content>
    </Drawer.Root>
  );
}

/** The buttons at the foot of a dialog. */
export function DialogButtons({ children }: { children: ReactNode }) {
  return <div className={classes.buttons}>{children}</div>;
}
