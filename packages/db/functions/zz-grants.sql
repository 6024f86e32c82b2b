-- Functions are for nobody by default; this is the whole list of who may call what.
grant execute on function guard.enter(bytea, uuid, uuid), guard.enter_key(bytea, inet), guard.viewer(bytea, uuid), guard.enter_staff(bytea, uuid) to recado_web;
-- nobody is given guard.open_session: who could open a session without an attempt would pass its factors by
grant execute on function guard.init_session(bytea, uuid, text, bytea, bytea, bytea, text, text, text, inet, interval, interval, bytea, bytea, text, bytea),
  guard.note_place(bytea, inet, text, bytea),
  guard.begin_attempt(uuid, integer, bytea, bytea, text[], interval),
  guard.attempt_state(bytea, bytea), guard.add_proof(bytea, bytea, text), guard.send_attempt_code(bytea, bytea, bytea, interval, bytea),
  guard.prove_attempt_code(bytea, bytea, bytea), guard.touch(bytea, interval), guard.rotate(bytea, interval, text, bytea),
  guard.salt_of(uuid), guard.settle_refusal(bytea, boolean, text, inet, bytea), guard.end_session(bytea, text),
  guard.end_sessions(bytea, uuid, text, uuid), guard.report_not_me(bytea, uuid, bytea), guard.renew_activity(bytea, uuid, interval, interval),
  guard.list_sessions(bytea, uuid), guard.clean_own_sessions(bytea, uuid), guard.pulse(bytea, uuid),
  guard.note_card(bytea, text), guard.note_seen(bytea, uuid, text, text) to recado_web;
grant execute on function guard.reserve_login(text, bytea, bytea[], bytea, timestamptz, jsonb),
  guard.settle_login(text, bytea[], boolean, boolean, bytea, bytea, jsonb), guard.unlock_login(bytea),
  guard.withdraw_login(bytea[], boolean, timestamptz), guard.hold_password(uuid), guard.hand_over_password(uuid, text, text), guard.return_own_try(bytea, uuid),
  guard.take_rate(bytea, integer, interval, integer) to recado_web;
grant execute on function guard.own_means(bytea, uuid), guard.require_proof(bytea, uuid), guard.hold_proved(bytea, uuid), guard.reserve_own_try(bytea, uuid), guard.send_own_code(bytea, uuid, bytea, bytea),
  guard.step_up(bytea, uuid, text, bigint, bytea[], integer, text, bytea, bytea), guard.start_totp(bytea, uuid, bytea), guard.totp_in_making(bytea, uuid),
  guard.confirm_totp(bytea, uuid, bytea, bigint, bytea[], bytea), guard.remove_totp(bytea, uuid, bytea), guard.renew_recovery(bytea, uuid, bytea[], bytea),
  guard.factor_state(bytea, uuid), guard.totp_of_attempt(bytea, bytea), guard.prove_attempt_totp(bytea, bytea, bigint, bytea),
  guard.prove_attempt_recovery(bytea, bytea, bytea[], bytea), guard.trust_device(bytea, uuid), guard.untrust_device(bytea, uuid, uuid),
  guard.cookie_life(uuid) to recado_web;
grant execute on function guard.begin_mail_attempt(text, bytea, bytea, bytea, interval), guard.send_mail_login(bytea, bytea, bytea, bytea, interval, bytea),
  guard.open_link(bytea, bytea, bytea, bytea), guard.begin_reset(text, bytea, interval, bytea), guard.read_reset(bytea), guard.finish_reset(bytea, text, bytea),
  guard.change_password(bytea, uuid, text, bytea) to recado_web;
grant execute on function guard.begin_phone_attempt(text, bytea, bytea, bytea, interval), guard.send_attempt_text(bytea, bytea, bytea, interval, bytea),
  guard.prove_attempt_text(bytea, bytea, bytea), guard.own_contact(bytea, uuid), guard.start_phone(bytea, uuid, text, bytea, bytea, bytea),
  guard.confirm_phone(bytea, uuid, bytea, bytea, bytea), guard.remove_phone(bytea, uuid, bytea),
  guard.start_email(bytea, uuid, text, text, bytea, bytea, interval, bytea, bytea), guard.confirm_email(bytea, uuid, bytea, bytea, interval, bytea),
  guard.undo_email(bytea, bytea, interval, bytea, bytea) to recado_web;
grant execute on function guard.impersonate(bytea, uuid, uuid, text, boolean, uuid, text, bytea, bytea, bytea, text, text, text, inet) to recado_web;
grant execute on function guard.list_events(bytea, uuid, bigint, integer), guard.list_own_devices(bytea, uuid), guard.end_device(bytea, uuid, uuid, boolean),
  guard.export_history(bytea, uuid), guard.erase_history(bytea, uuid, bytea), guard.set_profile(bytea, uuid, text, text, text) to recado_web;
grant execute on function guard.begin_federation(bytea, bytea, bytea, text, bytea, interval, bytea, uuid), guard.take_federation(bytea, bytea, bytea, text),
  guard.enter_federated(text, text, text, text, text, text, boolean, boolean, bytea, bytea, interval), guard.claim_state(bytea, bytea),
  guard.link_claim(bytea, uuid, bytea, bytea, bytea), guard.link_federated(bytea, uuid, text, text, text, text, bytea),
  guard.list_identities(bytea, uuid), guard.unlink_identity(bytea, uuid, uuid, bytea),
  guard.sign_up_federated(bytea, bytea, text, text, text, text, text, text, text, text, text, bytea, interval, bytea, bytea, bytea, jsonb) to recado_web;
grant execute on function guard.begin_passkey(bytea, bytea, interval, bytea, uuid), guard.take_passkey_challenge(bytea, bytea), guard.find_passkey(bytea),
  guard.enter_passkey(uuid, bigint, bytea, bytea, interval), guard.use_passkey(bytea, uuid, uuid, bigint), guard.keep_passkey(bytea, uuid, bytea, bytea, bigint, text[], text, boolean, bytea),
  guard.list_passkeys(bytea, uuid), guard.rename_passkey(bytea, uuid, uuid, text), guard.remove_passkey(bytea, uuid, uuid, bytea) to recado_web;
grant execute on function guard.set_photo(bytea, uuid, text, bytea), guard.remove_photo(bytea, uuid), guard.read_photo(bytea, uuid, uuid, bytea) to recado_web;
grant execute on function guard.clean_sessions() to recado_jobs;
grant execute on function app.known_zone(text) to guard_owner;
grant execute on function guard.take_room(text, integer), guard.hold_room(text), guard.room_of(text), guard.lacks_feature(text), guard.refuses(text) to recado_runtime;
grant execute on function guard.fold_use() to recado_jobs;
grant execute on function guard.note_contacts_made(), guard.note_contacts_gone(), guard.note_contact_changed(), guard.note_numbers_made(), guard.note_numbers_gone(),
  guard.note_message_sent() to recado_owner;
grant execute on function guard.plan_catalogue(), guard.catalogue_in_use(), guard.assign_flag(text, text) to recado_runtime;
grant execute on function guard.set_plan(uuid, text, integer, text, text, uuid), guard.write_catalogue(text, jsonb, text, integer, jsonb) to recado_jobs;
grant execute on function guard.note_billing_event(text, text, text, timestamptz, jsonb), guard.billing_here(), guard.note_billing_act(bytea, uuid, uuid, text, jsonb),
  guard.keep_customer(bytea, uuid, uuid, text), guard.ask_billing_sync(bytea, uuid, uuid), guard.keep_seats(bytea, uuid, uuid, integer),
  guard.descent_choices(), guard.choose_descent(bytea, uuid, uuid, text, integer, jsonb), guard.call_off_descent(bytea, uuid, uuid) to recado_web;
grant execute on function guard.order_facts(uuid), guard.begin_order(uuid, jsonb, integer, bigint), guard.end_order(uuid, text, boolean),
  guard.note_followed(uuid, integer, integer, boolean, bigint, timestamptz) to recado_jobs;
grant execute on function guard.choose_reward(bytea, uuid, uuid, text), guard.claim_referral(bytea, uuid, uuid, text, timestamptz), guard.referrals_here() to recado_web;
grant execute on function guard.settle_referrals(timestamptz, integer, integer, integer), guard.retell_unsettled() to recado_jobs;
grant execute on function guard.begin_own_order(bytea, uuid, uuid, jsonb), guard.end_own_order(bytea, uuid, uuid, text, boolean) to recado_web;
grant execute on function guard.note_people_changed(), guard.note_workspace_moved() to recado_owner;
grant execute on function guard.billing_facts(uuid, text), guard.settle_billing(uuid, text, timestamptz, jsonb, jsonb, timestamptz, text, integer, boolean, jsonb, boolean),
  guard.list_due_billing(uuid, integer), guard.sweep_billing_events() to recado_jobs;
grant execute on function guard.money_back_here(), guard.claim_money_back(bytea, uuid, uuid, timestamptz, timestamptz), guard.list_money_back(bytea, uuid, jsonb, integer) to recado_web;
grant execute on function guard.money_back_facts(uuid), guard.settle_money_back(uuid, bigint, jsonb, bytea), guard.fiscal_facts(text), guard.note_fiscal(text, text), guard.credited_facts(text), guard.tell_credited(text, bigint, bytea) to recado_jobs;
grant execute on function guard.list_sharing_due(uuid, integer), guard.sharing_history(uuid, uuid, integer),
  guard.keep_sharing(uuid, uuid, timestamptz, jsonb, integer, jsonb, integer, boolean), guard.settle_sharing() to recado_jobs;
grant execute on function guard.own_sharing(bytea, uuid), guard.contest_sharing(bytea, uuid), guard.list_sharing(bytea, uuid, jsonb, text, jsonb, integer),
  guard.move_sharing(bytea, uuid, jsonb, uuid, text, text) to recado_web;
grant execute on function guard.early_places_left(timestamptz) to recado_runtime;
grant execute on function guard.hold_early_place(bytea, uuid, uuid, timestamptz, timestamptz), guard.offers_here(timestamptz) to recado_web;
grant execute on function guard.read_revenue(bytea, uuid, jsonb, integer), guard.read_kpis(bytea, uuid, jsonb, integer), guard.list_upsells(bytea, uuid, jsonb, jsonb, integer), guard.list_sla(bytea, uuid, jsonb), guard.enter_sla(bytea, uuid, jsonb, date, numeric, integer), guard.confirm_sla(bytea, uuid, jsonb, date, integer),
  guard.list_disputes(bytea, uuid, jsonb, integer) to recado_web;
grant execute on function guard.credit_facts(text, text, uuid), guard.note_credit_booked(text, text, uuid), guard.settle_dispute(jsonb) to recado_jobs;
grant execute on function guard.tax_here(), guard.save_tax_details(bytea, uuid, uuid, jsonb, text),
  guard.note_own_tax_written(bytea, uuid, uuid, integer, text) to recado_web;
grant execute on function guard.tax_facts(uuid), guard.note_vies(uuid, integer, text, text), guard.note_tax_written(uuid, integer, text),
  guard.list_due_tax(uuid, integer) to recado_jobs;
grant execute on function guard.begin_signup(text, text, text, text, text, text, text, text, text, text, bytea, interval, bytea, bytea),
  guard.resend_signup(uuid, bytea, interval, bytea, bytea), guard.verify_signup(uuid, bytea, bytea, bytea, interval, jsonb), guard.find_login(text),
  guard.reserve_login_attempt(bytea, interval, integer), guard.forget_login_failures(bytea) to recado_web;
grant execute on function guard.claim_mail(uuid, text, interval), guard.settle_mail(uuid, text, text, interval), guard.requeue_mail(interval),
  guard.list_workspaces(uuid, integer), app.roll_up_usage(uuid, timestamptz) to recado_jobs;
grant execute on function jobs.emit(text, jsonb, uuid) to recado_runtime;
grant execute on function jobs.emit_global(text, jsonb) to recado_jobs, guard_owner;
grant execute on function jobs.outbox_lag() to recado_runtime, guard_owner;
grant execute on function guard.enter_system(uuid, text) to recado_worker, recado_jobs;
grant execute on function guard.claim_channels(uuid, text, interval, integer), guard.renew_leases(uuid, interval),
  guard.release_lease(uuid, uuid, bigint), guard.claim_number(uuid, bigint, text), guard.release_number(uuid, bigint) to recado_worker;
grant execute on function guard.sweep(interval) to recado_jobs;
grant execute on function guard.health() to recado_runtime;
grant execute on function guard.is_held(uuid), guard.is_paired(uuid) to recado_runtime;
grant execute on function app.iso(timestamptz), app.status_name(smallint), app.message_json(app.message, app.media), app.quote_json(uuid, uuid, text), app.message_row(app.message), app.number_of(uuid, uuid), app.contact_json(app.contact),
  app.conversation_json(app.conversation, app.contact, app.channel, text, uuid[]), app.channel_json(app.channel),
  app.note_change(uuid, text, uuid, uuid), app.preview(text, text) to recado_runtime;
grant execute on function app.list_conversations(bytea, uuid, uuid, text, timestamptz, uuid, integer, jsonb), app.count_conversations(bytea, uuid, uuid),
  app.get_conversation(bytea, uuid, uuid, uuid), app.list_messages(bytea, uuid, uuid, uuid, bigint, integer),
  app.read_changes(bytea, uuid, uuid, xid8, bigint[], integer) to recado_web;
grant execute on function app.queue_message(uuid, uuid, uuid, text, text, text, uuid, text, uuid, text, bigint, uuid), app.retry_message(uuid, uuid) to recado_runtime;
grant execute on function app.resolve_contact(uuid, jsonb, text, text), app.join_conversations(uuid, uuid, uuid), app.renumber_by_time(uuid, uuid),
  app.receive_messages(uuid, uuid, bigint, jsonb), app.receive_plain(uuid, uuid, jsonb, boolean), app.note_inbound(uuid, uuid), app.claim_queued(uuid, uuid, bigint, integer),
  app.requeue_unacknowledged(uuid, uuid, bigint), app.advance_delivery(uuid, uuid, bigint, jsonb) to recado_worker;
grant execute on function guard.prove_lease(uuid, bigint), guard.check_lease(uuid, bigint) to recado_worker;
grant execute on function wa.load_credential(uuid, uuid, bigint), wa.load_keys(uuid, uuid, bigint, text, text[]),
  wa.commit_keys(uuid, uuid, bigint, text[], text[], bytea[], bytea, text[], text[], text[], smallint[], bytea[]),
  wa.commit_received(uuid, uuid, bigint, text[], text[], bytea[], bytea, jsonb), wa.write_keys(uuid, uuid, text[], text[], bytea[], bytea),
  wa.forget_session(uuid, uuid, bigint), wa.load_staged(uuid, uuid, bigint, bigint, integer), wa.drop_staged(uuid, uuid, bigint, bigint[]),
  wa.has_received(uuid, uuid, bigint, text, integer) to recado_worker;
grant execute on function app.load_channel(uuid, uuid, bigint),
  app.report_channel_state(uuid, uuid, bigint, text, text, jsonb, text, bigint), app.forget_channel(uuid, uuid, bigint, text, text, bigint),
  app.list_pending_media(uuid, uuid, bigint, integer), app.finish_media(uuid, uuid, bigint, uuid, text, bytea, bigint, text, text),
  app.find_sent_message(uuid, uuid, bigint, text), app.read_media(uuid, uuid, bigint, uuid) to recado_worker;
grant execute on function jobs.ulid(), jobs.open_gates(json), jobs.admit(text[]), jobs.release(text[]), jobs.purge_gates(),
  jobs.push_call(jobs.run, text, integer, interval), jobs.drop_timer(text, text), jobs.settle(text, text, json, json), jobs.clear_runs(text[]), jobs.tell_end(jobs.run, text),
  jobs.end_run(text, text, json, json, boolean), jobs.start_run(json, text[]), jobs.add_waits(text, json), jobs.flush_batch(bigint, text, text, json),
  jobs.accept(json, json, integer), jobs.start_special(json), jobs.fire_cron(text, text, timestamptz, timestamptz, json, json, integer),
  jobs.ring(integer, boolean), jobs.expire_claims(), jobs.claim(text, integer, boolean, integer), jobs.next_due(text[], text[]),
  jobs.renew_claims(bigint[], text[], integer), jobs.return_claims(bigint[], text[], integer), jobs.checkpoint(json, integer),
  jobs.apply(json, boolean), jobs.apply_ops(text, json), jobs.may_wake(text, json), jobs.may_be_in_time(jobs.queue), jobs.find_waits(json), jobs.deliver(json, boolean), jobs.cancel_run(text, boolean), jobs.register_functions(json, json, boolean), jobs.return_unserved(bigint, text, integer), jobs.take_outbox(bigint[], json, json, integer), jobs.set_aside(uuid, text, text, integer),
  jobs.purge_runs(text, timestamptz, integer), jobs.purge_events(text, text, integer) to recado_jobs;
grant execute on function guard.enter_staff(bytea, uuid), guard.note_staff_action(uuid, uuid, text, text, jsonb, jsonb),
  guard.note_staff_look(uuid, uuid, text, text, jsonb) to recado_owner;
grant execute on function jobs.console_functions(bytea, uuid), jobs.console_queue(bytea, uuid), jobs.console_run(bytea, uuid, jsonb, text),
  jobs.console_runs(bytea, uuid, text, text, text, text, integer), jobs.console_payload(bytea, uuid, jsonb, text, text, text),
  jobs.console_ask(bytea, uuid, jsonb, text, text), jobs.console_dead_letters(bytea, uuid, bigint, integer), jobs.console_dead_letter(bytea, uuid, jsonb, uuid),
  jobs.console_settle_dead_letter(bytea, uuid, jsonb, text, uuid), jobs.console_retry_dead_letters(bytea, uuid, jsonb) to recado_web;
grant execute on function guard.list_staff_actions(bytea, uuid, uuid, bigint, integer), guard.list_staff_people(bytea, uuid) to recado_web;
grant execute on function guard.open_lead(bytea, text, text, bytea), guard.wall(bytea, uuid, integer),
  guard.list_leads(bytea, uuid, jsonb, boolean, bigint, integer), guard.settle_lead(bytea, uuid, jsonb, bigint) to recado_web;
grant execute on function jobs.count_refusals(jsonb) to recado_jobs;
grant execute on function guard.reach(), guard.person_id(), guard.sees_assignee(uuid) to recado_runtime, recado_owner;
grant execute on function app.sees_conversation(uuid, uuid), app.sees_contact(uuid, uuid), app.sees_media(uuid, uuid) to recado_runtime;
grant execute on function app.assign_conversation(uuid, uuid, uuid), app.change_conversation(uuid, uuid, jsonb, jsonb), app.conversation_state(app.conversation) to recado_runtime;
grant execute on function guard.enter_system(uuid, text, uuid), guard.list_waking(integer) to recado_jobs;
grant execute on function app.seek_day(bytea, uuid, uuid, uuid, timestamptz), app.list_pictures(bytea, uuid, uuid, uuid, bigint) to recado_web;
grant execute on function guard.list_planned(integer), guard.why_not_author(uuid, uuid) to recado_jobs;
grant execute on function app.planned_json(app.planned_message) to recado_runtime;
grant execute on function app.send_planned(uuid, uuid, text, uuid, text), app.wrote_since(uuid, uuid, timestamptz) to recado_web, recado_jobs;
grant execute on function guard.why_not_author(uuid, uuid) to recado_web;
grant execute on function guard.enter_for(bytea, uuid, uuid, text) to recado_web;
grant execute on function guard.seal_audit(integer), guard.list_unanchored(integer), guard.mark_anchored(uuid[], bigint[]),
  guard.erase_audit_values(uuid, text, text), guard.awaits_seal(uuid, text[]) to recado_jobs;
grant execute on function guard.check_audit(bigint, integer), guard.audit_state(bigint[]), guard.audit_place(bigint), guard.audit_actor(uuid),
  guard.note_look(uuid, text, text, text, jsonb, jsonb) to recado_runtime;
grant execute on function guard.refuse_audit_rewriting() to recado_owner;
grant execute on function guard.read_policies(bytea), guard.set_policies(bytea, uuid, text, smallint, text[], bytea), guard.team_security(jsonb),
  guard.pause_allow_list(bytea, uuid, uuid, bytea, jsonb), guard.tell_of_export(bytea), guard.tell_of_contacts(bytea), guard.let_take_away() to recado_web;
grant execute on function guard.onboarding_facts(), guard.onboarding_funnel(bytea, uuid, integer) to recado_web;
grant execute on function guard.invite(bytea, uuid, text, text, text, uuid, bytea, interval, bytea), guard.resend_invitation(bytea, uuid, uuid, bytea, interval, bytea),
  guard.revoke_invitation(bytea, uuid, uuid), guard.list_invitations(), guard.invited_roles(), guard.read_invitation(bytea), guard.accept_invitation(bytea, uuid, bytea),
  guard.accept_as_newcomer(bytea, text, text, text, text, text, bytea, bytea, interval), guard.seats_here(), guard.list_people(boolean),
  guard.change_role(bytea, uuid, uuid, text, uuid), guard.set_blocked(bytea, uuid, uuid, boolean), guard.remove_member(bytea, uuid, uuid, uuid),
  guard.preview_removal(uuid), guard.leave(bytea, uuid), guard.save_role(bytea, uuid, uuid, text, text[]), guard.delete_role(bytea, uuid, uuid) to recado_web;
grant execute on function app.read_blueprint(uuid), app.write_blueprint(uuid, jsonb), app.inherit(uuid, uuid, uuid, boolean), app.note_joined(uuid, uuid, text, uuid) to guard_owner;
grant execute on function guard.rename_account(bytea, uuid, text), guard.create_workspaces(bytea, uuid, uuid, text[], text[], text, text, text, text, uuid), guard.archive_workspace(bytea, uuid, uuid),
  guard.restore_workspace(bytea, uuid, uuid), guard.delete_workspace(bytea, uuid, uuid, text), guard.undo_delete(bytea, uuid, uuid),
  guard.ask_transfer(bytea, uuid, uuid, text, text, interval, bytea), guard.withdraw_transfer(bytea, uuid, uuid), guard.decline_transfer(bytea, uuid, uuid),
  guard.accept_transfer(bytea, uuid, uuid, uuid, uuid), guard.list_own_workspaces(bytea, uuid, text, integer, integer), guard.overview(bytea, uuid),
  guard.waiting_everywhere(bytea, uuid, timestamptz, uuid, integer), guard.workspace_matters(bytea, uuid) to recado_web;
grant execute on function guard.logo_version(uuid), guard.workspaces_used() to recado_runtime;
grant execute on function guard.cancel_account(uuid, text, text), guard.resume_account(uuid, text, text), guard.list_due_purges(integer),
  guard.purge_workspace(uuid, integer) to recado_jobs;
grant execute on function guard.visit(bytea), guard.exchange_link(uuid, bytea, bytea[], bytea, bytea, bytea, text, text, text, text, inet),
  guard.tell_granter(uuid, bytea, bytea), guard.create_link(bytea, uuid, text, text, bytea, bytea, integer, integer, text, text, text, text, bytea, text, integer),
  guard.update_link(bytea, uuid, text, integer, boolean, integer, text, text, boolean), guard.revoke_link(bytea, uuid, uuid),
  guard.list_links(), guard.count_links(), guard.switch_notices(bytea, boolean), guard.stop_notices(uuid, bytea, boolean), guard.leave_link(bytea) to recado_web;
grant execute on function guard.links_to_tell(integer), guard.tell_link(uuid, bytea, bytea), guard.came_since(app.conversation, timestamptz),
  guard.waits_for(app.conversation, timestamptz, text, text), guard.number_for(uuid, text), guard.may_notify(uuid, text), app.queue_notice(uuid, text, text, text, text),
  app.resolve_contact(uuid, jsonb, text, text) to recado_jobs;
grant execute on function app.known_zone(text), app.first_id(timestamptz), app.starts_since(uuid, timestamptz) to recado_runtime;
grant execute on function app.first_id(timestamptz) to guard_owner;
grant execute on function guard.trace() to recado_owner, recado_web;
grant execute on function guard.knows_device(bytea, text) to recado_web;
grant execute on function guard.has_own_brand(uuid) to recado_runtime;
grant execute on function app.read_months(uuid, timestamptz), guard.plan_use() to recado_web;
grant execute on function guard.has_thread(uuid) to recado_runtime, recado_owner;
grant execute on function app.sees_contact_row(uuid, uuid, uuid), app.phone_variants(text), app.is_blocked(uuid, uuid) to recado_runtime;
grant execute on function app.absorb_contact(uuid, uuid, uuid), app.stop_queued(uuid, uuid[]) to recado_runtime;
grant execute on function app.touch_contacts(uuid), app.purge_contacts(uuid, integer) to recado_jobs;
grant execute on function app.fold(text) to recado_runtime;
grant execute on function app.note_json(app.note), guard.seers(uuid) to recado_runtime;
grant execute on function app.list_asides(bytea, uuid, uuid, uuid, bigint) to recado_web;
grant execute on function app.anchor_notes(uuid, uuid) to recado_runtime;
grant execute on function app.search_letters(text), app.month_of(timestamptz), app.year_of(timestamptz), app.number_text(text) to recado_runtime, guard_owner;
grant execute on function guard.find_messages(tsquery, timestamptz, uuid, integer, uuid, uuid, uuid, text, timestamptz, timestamptz, text[]),
  guard.find_contacts(text[], text, text, text, uuid, integer), app.search_query(text, boolean),
  app.search_messages(bytea, uuid, uuid, text, boolean, timestamptz, uuid, integer, uuid, uuid, uuid, text, timestamptz, timestamptz, text[]),
  app.search_contacts(bytea, uuid, uuid, text, text, uuid, integer) to recado_web;
grant execute on function app.notification_json(app.notification) to recado_runtime;
grant execute on function app.notify(uuid, text, text, uuid[], uuid, jsonb, text[]), app.settle_notifications(uuid, uuid), guard.people_with(text, boolean),
  guard.workspaces_of(uuid), guard.plan_use_here(), guard.mail_limit(text, bytea), guard.notifications_to_mail(integer), guard.mail_notifications(uuid, uuid, timestamptz, bytea, bytea) to recado_jobs;
grant execute on function guard.has_push(uuid), guard.push_to_send(uuid, uuid, uuid), guard.drop_push(uuid) to recado_jobs;
grant execute on function guard.subscribe_push(bytea, uuid, text, bytea, bytea), guard.unsubscribe_push(bytea, uuid) to recado_web;
grant execute on function guard.stop_notification_mail(uuid, uuid, bytea, jsonb) to recado_web;
grant execute on function app.read_presence(bytea, uuid, uuid, uuid[], uuid[]) to recado_web;
grant execute on function guard.people_online(), app.within_hours(jsonb, text, timestamptz), app.assign_by_rule(uuid, uuid, timestamptz) to recado_jobs;
grant execute on function app.import_image(app.contact), app.find_imported(uuid, integer[], jsonb[]), app.put_import_rows(uuid, uuid, integer, jsonb),
  app.settle_import_check(uuid, uuid, integer, integer), app.choose_imported(uuid, uuid, integer, integer, text), app.make_imported_tags(uuid, uuid, integer[], jsonb[], integer), app.imported_consent(text, text),
  app.export_part(uuid, uuid, integer), app.run_import(uuid, uuid, integer, integer), app.undo_import(uuid, uuid, integer), guard.contacts_by_email(text[]) to recado_jobs;
grant execute on function app.contact_followers(), app.thread_followers(), app.move_ties(uuid, uuid, uuid), app.line_of(text) to recado_runtime;
grant execute on function app.line_of(text), app.fold(text) to guard_owner;
grant execute on function app.forget_merges(uuid, integer) to recado_jobs;
grant execute on function app.put_back(text, jsonb), app.taken_back(jsonb, jsonb, jsonb, text[]), app.member_or_none(uuid, text), app.united_marketing(app.contact, app.contact),
  app.united_contact(app.contact, app.contact, text[]), app.put_contact(app.contact), app.merge_threads(uuid, uuid, uuid), app.merge_contacts(uuid, uuid, uuid, text[], uuid),
  app.tell_contacts(uuid, uuid[]), app.part_threads(uuid, uuid, uuid, jsonb), app.undo_merge(uuid, uuid, integer), app.join_conversations(uuid, uuid, uuid),
  guard.find_duplicates(text, text, integer), guard.likeness(uuid, uuid), guard.likes_of(uuid) to recado_web;
grant execute on function app.first_kept(uuid, uuid, timestamptz), app.count_history(uuid, timestamptz), app.history_part(uuid, timestamptz, uuid, bigint, integer),
  app.purge_history(uuid, uuid, uuid[]), guard.tell_of_history(bytea) to recado_jobs;
grant execute on function app.score_rules(uuid) to recado_runtime;
grant execute on function app.scores_of(uuid, uuid[], timestamptz), app.score_contacts(uuid, timestamptz, integer) to recado_jobs;
grant execute on function app.hours_of(uuid), app.add_working(jsonb, text, timestamptz, integer), app.working_between(jsonb, text, timestamptz, timestamptz),
  app.service_seconds(app.service_rule, text, text), app.shift_clock(jsonb, text, timestamptz, timestamptz, integer) to recado_runtime;
grant execute on function app.stop_clocks(uuid) to recado_web;
grant execute on function app.mark_overdue(uuid, integer), guard.list_overdue(integer) to recado_jobs;
grant execute on function app.after_quiet(smallint, smallint, text, timestamptz), app.may_be_asked(app.conversation) to recado_runtime;
grant execute on function app.send_survey(uuid, uuid, bytea, text, text, text), app.take_digit(uuid, uuid), guard.list_surveys(integer) to recado_jobs;
grant execute on function guard.read_survey(uuid, bytea), guard.answer_survey(uuid, bytea, smallint, text) to recado_web;
grant execute on function guard.own_id(), guard.hidden_threads(), guard.hidden_contacts(), guard.hidden_names(), guard.hides_media(uuid), guard.hides_entry(text, jsonb) to recado_runtime, recado_owner;
grant execute on function guard.begin_apart(), guard.meet_apart() to recado_owner;
grant execute on function guard.has_apart(uuid), guard.keeps_apart(uuid) to recado_runtime, recado_owner;
grant execute on function guard.unstored(uuid, jsonb) to recado_worker;
grant execute on function guard.set_apart(uuid, uuid, text, text), guard.end_apart(uuid), guard.list_apart(), guard.weigh_apart(uuid), guard.lift_left() to recado_web;
grant execute on function guard.list_apart_due(integer), guard.purge_apart(uuid, integer) to recado_jobs;
grant execute on function app.phone_variants(text), app.iso(timestamptz) to guard_owner;
