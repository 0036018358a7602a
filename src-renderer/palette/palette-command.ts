import type { LucideIcon } from 'lucide-react';

/** Something that the palette can do. */
export interface PaletteCommand {
  id: string;
  /** The heading it stands under. */
  group: string;
  label: string;
  /** A few more words, also searched. */
  about?: string;
  icon: LucideIcon;
  run: () => Promise<void> | void;
}

/** The commands whose group, label or explanation hold every word of the query, in any order. */
export function matchCommands(commands: readonly PaletteCommand[], query: string): PaletteCommand[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter((command) => {
    const text = `${command.group} ${command.label} ${command.about ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
