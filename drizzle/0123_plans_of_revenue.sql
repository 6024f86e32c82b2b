-- Which plan each row of the ledger pays for and which it paid for before, so that an upgrade is a row that stays whatever comes later.
set local role guard_owner;
--> statement-breakpoint
alter table guard.revenue_move
  -- null: it pays nothing, or it is older than these columns and nothing tells
  add column plan_before text,
  add column plan text,
  -- whether that plan has room for one person only, as its version had it then
  add column was_for_one boolean,
  add column is_for_one boolean;
--> statement-breakpoint
update guard.revenue_move m set plan = c.plan, is_for_one = coalesce((v.body -> 'seats' ->> 'max')::integer, 2) = 1
  from guard.revenue_move x
    cross join lateral (select y.plan, y.version from guard.plan_change y
      where y.account_id = x.account_id and y.at <= x.seen_at + interval '1 minute' order by y.id desc limit 1) c
    join guard.plan_version v on v.plan = c.plan and v.version = c.version
 where m.id = x.id and m.cents_after > 0;
--> statement-breakpoint
update guard.revenue_move m set plan_before = x.plan_before, was_for_one = x.was_for_one
  from (select id, lag(plan) over o plan_before, lag(is_for_one) over o was_for_one from guard.revenue_move window o as (partition by account_id order by id)) x
 where m.id = x.id;
--> statement-breakpoint
create index revenue_move_upgrade on guard.revenue_move (account_id, id) where was_for_one and not is_for_one;
--> statement-breakpoint
reset role;
