// @ts-check
/** What a person asks of an app: sent over REST, its outcome awaited on the gateway by nonce. */

import { freshNonce } from "./snowflake.js";

const COMMAND = 2;
const COMPONENT = 3;
const AUTOCOMPLETE = 4;
const MODAL = 5;
const LONGEST = 12000;

const SILENT = "The application did not respond.";

/** Who may use which command may be another from now on. */
const CHANGED = new Set(["APPLICATION_COMMAND_INDEX_UPDATE", "APPLICATION_COMMAND_PERMISSIONS_UPDATE", "GUILD_ROLE_UPDATE", "GUILD_MEMBER_UPDATE", "READY"]);

export class Interactions {
  /** @param {any} desk */
  constructor(desk) {
    this.desk = desk;
    /** @type {Map<string, {resolve: (value: any) => void, reject: (error: Error) => void, timer: number, kind: number, place: any}>} */
    this.pending = new Map();
  }

  /** Handles the gateway events that answer an interaction. @param {string} event @param {any} data */
  receive(event, data) {
    if (CHANGED.has(event)) this.desk.commands.refresh();
    const waiting = this.pending.get(data?.nonce);
    if (event === "INTERACTION_SUCCESS" && waiting?.kind !== AUTOCOMPLETE) this.settle(data.nonce, null);
    else if (event === "INTERACTION_FAILURE") this.settle(data.nonce, null, new Error(SILENT));
    else if (event === "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE") this.settle(data.nonce, data.choices ?? []);
    else if (event === "INTERACTION_MODAL_CREATE") {
      this.settle(data.nonce, null);
      if (waiting) this.desk.openModal(data, waiting.place);
    }
  }

  /** @param {any} place where it is used @param {any} command its definition @param {any[]} options values in the wire's shape @param {File[]} [files] */
  command(place, command, options, files = []) {
    const data = commandData(command, options);
    if (files.length) data.attachments = files.map((file, index) => ({ id: String(index), filename: file.name }));
    return this.send(COMMAND, command.application_id, place, { data }, files);
  }

  /** @param {any} place @param {any} command @param {any[]} options one of them focused @returns {Promise<any[]>} choices */
  complete(place, command, options) {
    return this.send(AUTOCOMPLETE, command.application_id, place, { data: commandData(command, options) });
  }

  /** @param {any} message @param {any} data */
  component(message, data) {
    const place = { channel_id: message.channel_id, guild_id: this.desk.store.channel(message.channel_id)?.guild_id };
    const app = message.application_id ?? message.author?.id;
    return this.send(COMPONENT, app, place, { message_id: message.id, message_flags: message.flags ?? 0, data });
  }

  /** A command of a message's or a person's menu. @param {any} command @param {string} targetId @param {string} channelId where it is used */
  menu(command, targetId, channelId) {
    const place = { channel_id: channelId, guild_id: this.desk.store.channel(channelId)?.guild_id };
    return this.send(COMMAND, command.application_id, place, { data: { ...commandData(command, []), target_id: targetId } });
  }

  /** @param {any} modal as it arrived @param {any[]} components the filled fields @param {any} place @param {File[]} files */
  submit(modal, components, place, files) {
    /** @type {any} */
    const data = { id: modal.id, custom_id: modal.custom_id, components };
    if (files.length) data.attachments = files.map((file, index) => ({ id: String(index), filename: file.name }));
    return this.send(MODAL, modal.application?.id ?? modal.application_id ?? this.desk.applicationId, place, { data }, files);
  }

  /** @param {number} type @param {string} app @param {any} place @param {any} rest @param {File[]} [files] */
  send(type, app, place, rest, files = []) {
    const nonce = freshNonce();
    const body = { type, application_id: app, ...place, session_id: this.desk.store.sessionId, nonce, ...rest };
    const outcome = new Promise((resolve, reject) => {
      const timer = window.setTimeout(() => this.settle(nonce, null, new Error(SILENT)), LONGEST);
      this.pending.set(nonce, { resolve, reject, timer, kind: type, place });
    });
    const sent = files.length ? this.desk.rest.upload("/interactions", body, files) : this.desk.rest.post("/interactions", body);
    sent.catch((/** @type {Error} */ error) => this.settle(nonce, null, error));
    return /** @type {Promise<any>} */ (outcome);
  }

  /** @param {string} nonce @param {any} value @param {Error} [error] */
  settle(nonce, value, error) {
    const waiting = this.pending.get(nonce);
    if (!waiting) return;
    this.pending.delete(nonce);
    clearTimeout(waiting.timer);
    if (error) waiting.reject(error);
    else waiting.resolve(value);
  }
}

/** @param {any} command @param {any[]} options @returns {any} */
function commandData(command, options) {
  return { version: command.version, id: command.id, guild_id: command.guild_id, name: command.name, type: command.type ?? 1, options, attachments: [] };
}
