// The part of the safe door that is about the score: what counts, and how much.
import { z } from 'zod';

/** What counts beside labels; how much it usually counts is told by `app.score_rules`. */
export const scoreRules = [
  'wroteWeek',
  'talked',
  'newThread',
  'vip',
  'customer',
  'consent',
  'email',
  'optedOut',
  'quietMonth',
  'blocked',
] as const;
export type ScoreRule = (typeof scoreRules)[number];
export const SCORED_TAGS = 30;

const points = z.number().int().min(-100).max(100);
export const SaveScoreRules = z.object({
  /** Rules that are left out count as they usually do; no points is off. */
  rules: z.array(z.object({ rule: z.enum(scoreRules), points })).max(scoreRules.length),
  /** Labels that count. */
  tags: z.array(z.object({ tagId: z.uuid(), points })).max(SCORED_TAGS),
});

/** A rule with its points; `usual` is what it counts where a company says nothing. A label has none. */
export type ScoreRuleRow = { rule: ScoreRule | 'tag'; tagId: string | null; points: number; usual: number | null };

/** Why a score is what it is, the weightiest first. */
export type ScoreReason = { rule: ScoreRule | 'tag'; points: number; tagId?: string };
