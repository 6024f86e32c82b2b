-- One question when a conversation is closed.

-- The first instant from p_at on that is in no quiet hour of the workspace's day; what begins before midnight ends after it.
create or replace function app.after_quiet(p_from smallint, p_to smallint, p_zone text, p_at timestamptz) returns timestamptz
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$
declare v_wall timestamp := p_at at time zone p_zone; v_minute integer; v_end timestamptz;
begin
  if p_from is null or p_from = p_to then return p_at; end if;
  v_minute := extract(hour from v_wall) * 60 + extract(minute from v_wall);
  if not (case when p_from < p_to then v_minute >= p_from and v_minute < p_to else v_minute >= p_from or v_minute < p_to end) then return p_at; end if;
  v_end := (date_trunc('day', v_wall) + make_interval(mins => p_to)) at time zone p_zone;
  return case when v_end > p_at then v_end else (date_trunc('day', v_wall) + interval '1 day' + make_interval(mins => p_to)) at time zone p_zone end;
end $$;

-- Whether a conversation's customer may be asked: a person who is not blocked, has written, and has not said that they want none of it; over a number that is in use.
create or replace function app.may_be_asked(v app.conversation) returns boolean
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$
begin
  -- of what is somebody's own nobody is asked
  return v.personal_id is null and exists (select 1 from app.contact c where c.workspace_id = v.workspace_id and c.id = v.contact_id and c.kind not in ('group', 'blocked') and c.deleted_at is null
      and c.marketing is distinct from 'out')
    and coalesce((select s.state from app.contact_consent s where s.workspace_id = v.workspace_id and s.contact_id = v.contact_id and s.purpose = 'service'
      and s.channel in ('any', 'whatsapp') order by s.at desc, s.id desc limit 1), 'in') = 'in'
    and exists (select 1 from app.channel h where h.workspace_id = v.workspace_id and h.id = v.channel_id and h.wanted = 'open')
    and exists (select 1 from app.message m where m.workspace_id = v.workspace_id and m.conversation_id = v.id and m.direction = 'in');
end $$;

-- A person closes a conversation: the question is planned, two minutes later so that closing can be taken back, and in no quiet hour. Whoever opens it
-- again calls that off. The conversation's row is held, so that of several who close it one plans.
create or replace function app.plan_survey() returns trigger
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare r app.survey_rule; v_zone text;
begin
  if new.status <> 'closed' then
    update app.survey s set state = 'cancelled' where s.workspace_id = new.workspace_id and s.conversation_id = new.id and s.state = 'planned';
    return null;
  end if;
  if guard.workspace_id() is distinct from new.workspace_id or guard.person_id() is null then return null; end if;
  select * into r from app.survey_rule x where x.workspace_id = new.workspace_id and x.is_on;
  if not found or not app.may_be_asked(new) or exists (select 1 from app.survey s where s.workspace_id = new.workspace_id and s.conversation_id = new.id
      and s.state <> 'cancelled' and s.created_at > clock_timestamp() - make_interval(days => r.pause_days)) then
    return null;
  end if;
  select w.time_zone into v_zone from app.workspace w where w.id = new.workspace_id;
  insert into app.survey (workspace_id, conversation_id, assignee_id, at)
    values (new.workspace_id, new.id, new.assignee_id, app.after_quiet(r.quiet_from, r.quiet_to, v_zone, clock_timestamp() + interval '2 minutes'))
    on conflict (workspace_id, conversation_id) where state = 'planned' do nothing;
  return null;
end $$;

-- Sends a planned question once its time has come: everything is asked again that was asked when it was planned. The conversation stays closed. Null where
-- there is nothing to send now.
create or replace function app.send_survey(p_workspace uuid, p_survey uuid, p_token_hash bytea, p_language text, p_provider_id text, p_body text) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v app.conversation; s app.survey; r app.survey_rule; m app.message; v_at timestamptz;
begin
  select c.* into v from app.survey x join app.conversation c on c.workspace_id = x.workspace_id and c.id = x.conversation_id
    where x.workspace_id = p_workspace and x.id = p_survey for update of c;
  if not found then return null; end if;
  select * into s from app.survey x where x.workspace_id = p_workspace and x.id = p_survey for update;
  if s.state <> 'planned' or s.at > clock_timestamp() then return null; end if;
  select * into r from app.survey_rule x where x.workspace_id = p_workspace and x.is_on;
  if not found or v.status <> 'closed' or not app.may_be_asked(v) then
    update app.survey x set state = 'cancelled' where x.workspace_id = p_workspace and x.id = s.id;
    return null;
  end if;
  select app.after_quiet(r.quiet_from, r.quiet_to, w.time_zone, clock_timestamp()) into v_at from app.workspace w where w.id = p_workspace;
  if v_at > clock_timestamp() then
    update app.survey x set at = v_at where x.workspace_id = p_workspace and x.id = s.id;
    return null;
  end if;
  -- what nobody asked for stops first
  if guard.refuses('surveys') is not null or guard.take_room('messages', 1) is not null then
    update app.survey x set state = 'cancelled' where x.workspace_id = p_workspace and x.id = s.id;
    return null;
  end if;
  insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, provider_id, client_message_id, author_kind, status, occurred_at)
    values (p_workspace, v.id, v.channel_id, v.last_seq + 1, 'out', 'text', p_body, p_provider_id, s.id, 'automation', 0, clock_timestamp()) returning * into m;
  update app.conversation x set last_seq = m.seq, read_seq = m.seq, unread_count = 0, last_message_at = greatest(x.last_message_at, m.occurred_at), last_message_id = m.id,
      last_preview = app.preview('text', p_body), last_kind = 'text', last_direction = 'out', last_status = 0, last_author_kind = 'automation', last_author_id = null,
      version = x.version + 1
    where x.workspace_id = p_workspace and x.id = v.id;
  update app.survey x set state = 'sent', message_id = m.id, language = p_language, token_hash = p_token_hash, expires_at = clock_timestamp() + interval '7 days'
    where x.workspace_id = p_workspace and x.id = s.id;
  perform app.note_change(p_workspace, 'message', m.id, v.id), app.note_change(p_workspace, 'conversation', v.id, v.id);
  return jsonb_build_object('channelId', v.channel_id, 'messageId', m.id, 'conversationId', v.id);
end $$;

-- Takes a digit for the answer when it is the first thing that a customer writes after the question, and all of it. The message stays what it is; a
-- conversation that only this opened is closed again. Null where there is no such answer.
create or replace function app.take_digit(p_workspace uuid, p_conversation uuid) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v app.conversation; s app.survey; m app.message;
begin
  select * into v from app.conversation x where x.workspace_id = p_workspace and x.id = p_conversation for update;
  if not found then return null; end if;
  select * into s from app.survey x where x.workspace_id = p_workspace and x.conversation_id = p_conversation and x.state = 'sent' and x.expires_at > clock_timestamp()
    order by x.created_at desc limit 1 for update;
  if not found then return null; end if;
  select y.* into m from app.message q join app.message y on y.workspace_id = q.workspace_id and y.conversation_id = q.conversation_id and y.seq > q.seq and y.direction = 'in'
      and y.kind not in ('reaction', 'edited', 'deleted')
    where q.workspace_id = p_workspace and q.conversation_id = p_conversation and q.id = s.message_id order by y.seq limit 1;
  if not found or m.kind <> 'text' or btrim(coalesce(m.body, ''), E' \n\t') !~ '^[1-5]$' then return null; end if;
  update app.survey x set state = 'answered', score = btrim(m.body, E' \n\t')::smallint, via = 'message', answered_at = clock_timestamp()
    where x.workspace_id = p_workspace and x.id = s.id;
  if v.status = 'open' and v.last_message_id = m.id then
    update app.conversation x set status = 'closed', unread_count = 0, read_seq = x.last_seq, version = x.version + 1 where x.workspace_id = p_workspace and x.id = v.id;
    perform app.note_change(p_workspace, 'conversation', v.id, v.id);
  end if;
  return jsonb_build_object('surveyId', s.id, 'score', btrim(m.body, E' \n\t')::smallint);
end $$;
