/** What must change in the store to fit a data model. An empty list of steps means that it fits. */
export interface MigrationPlan {
  readonly steps: readonly MigrationStep[];
}

export interface MigrationStep {
  /** `safe`: nothing is touched. `backfill`: existing items are read and completed. `destructive`: something is lost. */
  readonly impact: 'safe' | 'backfill' | 'destructive';
  /** One sentence for people: what changes and, where destructive, what would be lost (with how many items). */
  readonly description: string;
  /** Engine-specific instructions; opaque above the engine. */
  readonly statements: readonly string[];
}
