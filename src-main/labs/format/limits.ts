/** What a pack may be at most. A pack is written by people; beyond these it is a mistake or an attack. */
export const PACK_LIMITS = {
  /** Files in a pack. */
  files: 2000,
  /** Folders below the pack's own. */
  depth: 6,
  /** Bytes of one text file. */
  textBytes: 256 * 1024,
  /** Bytes of one picture. */
  imageBytes: 4 * 1024 * 1024,
  /** Bytes of all files. */
  totalBytes: 48 * 1024 * 1024,
  /** Nesting inside a YAML file. */
  yamlDepth: 24,
  /** Times that YAML aliases may be followed. */
  yamlAliases: 32,
  labs: 100,
  stepsPerLab: 60,
  checksPerStep: 40,
  /** Nested combinators in a check. */
  checkDepth: 6,
  verbsPerList: 60,
} as const;

/** The format that this app reads. */
export const PACK_FORMAT = 1;
