import { CronExpressionParser } from 'cron-parser';

/** The next time of a cron expression after `after`, in the zone of its `TZ=` prefix or UTC. Throws for what is no expression. */
export function nextCron(expression: string, after: Date): Date {
  const [, zone, rest] = /^(?:TZ|CRON_TZ)=(\S+)\s+(.*)$/.exec(expression) ?? [];
  return CronExpressionParser.parse(rest ?? expression, { tz: zone ?? 'UTC', currentDate: after })
    .next()
    .toDate();
}
