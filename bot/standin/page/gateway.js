// @ts-check
/** The live half of a person's client: identify, heartbeat, resume, and reconnect with growing patience. */

const FIRST_WAIT = 400;
const LONGEST_WAIT = 8000;
/** Close codes after which the same session must not be asked for again. */
const SESSION_OVER = new Set([1000, 1001, 4007, 4009, 4003]);
const REFUSED = new Set([4004, 4010, 4011, 4012, 4013, 4014]);

export class Gateway {
  /**
   * @param {{url: string, token: string,
   *   onDispatch: (event: string, data: any) => void,
   *   onState: (state: "connecting" | "live" | "waiting" | "refused") => void}} options
   */
  constructor({ url, token, onDispatch, onState }) {
    this.home = url;
    this.url = url;
    this.token = token;
    this.onDispatch = onDispatch;
    this.onState = onState;
    this.sessionId = "";
    this.sequence = /** @type {number | null} */ (null);
    this.wait = FIRST_WAIT;
    this.closed = false;
    this.acknowledged = true;
    this.socket = /** @type {WebSocket | null} */ (null);
    this.heart = 0;
    this.retry = 0;
    this.wake = () => this.reconnectNow();
    window.addEventListener("online", this.wake);
  }

  connect() {
    this.onState("connecting");
    const address = new URL(this.url, location.href);
    address.searchParams.set("v", "10");
    address.searchParams.set("encoding", "json");
    const socket = new WebSocket(address);
    const before = this.socket;
    this.socket = socket;
    before?.close();
    socket.onmessage = (event) => {
      if (this.socket === socket) this.receive(JSON.parse(event.data));
    };
    socket.onclose = (event) => {
      if (this.socket === socket) this.lost(event.code);
    };
  }

  close() {
    this.closed = true;
    window.removeEventListener("online", this.wake);
    clearInterval(this.heart);
    clearTimeout(this.retry);
    this.socket?.close(1000);
  }

  /** @param {any} payload */
  receive({ op, d, s, t }) {
    if (this.closed) return;
    if (s !== null && s !== undefined) this.sequence = s;
    if (op === 10) this.hello(d.heartbeat_interval);
    else if (op === 11) this.acknowledged = true;
    else if (op === 1) this.beat();
    else if (op === 7) this.socket?.close(4000);
    else if (op === 9) this.invalid(Boolean(d));
    else if (op === 0) this.dispatch(t, d);
  }

  /** @param {number} interval */
  hello(interval) {
    clearInterval(this.heart);
    this.acknowledged = true;
    this.heart = window.setInterval(() => {
      if (!this.acknowledged) this.socket?.close(4000);
      else this.beat();
    }, interval);
    if (this.sessionId) {
      this.say(6, { token: this.token, session_id: this.sessionId, seq: this.sequence });
    } else {
      const properties = { os: "browser", browser: "page", device: "page" };
      this.say(2, { token: this.token, intents: 53608447, properties });
    }
  }

  beat() {
    this.acknowledged = false;
    this.say(1, this.sequence);
  }

  /** @param {boolean} resumable */
  invalid(resumable) {
    if (!resumable) this.forget();
    this.socket?.close(4000);
  }

  /** @param {string} event @param {any} data */
  dispatch(event, data) {
    if (event === "READY") {
      this.sessionId = data.session_id;
      this.url = data.resume_gateway_url || this.home;
    }
    if (event === "READY" || event === "RESUMED") {
      this.wait = FIRST_WAIT;
      this.onState("live");
    }
    this.onDispatch(event, data);
  }

  /** @param {number} code */
  lost(code) {
    clearInterval(this.heart);
    if (this.closed) return;
    if (SESSION_OVER.has(code)) this.forget();
    if (REFUSED.has(code)) {
      this.onState("refused");
      return;
    }
    this.onState("waiting");
    this.retry = window.setTimeout(() => this.connect(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  reconnectNow() {
    const open = this.socket && this.socket.readyState <= WebSocket.OPEN;
    if (this.closed || open) return;
    clearTimeout(this.retry);
    this.connect();
  }

  forget() {
    this.sessionId = "";
    this.sequence = null;
    this.url = this.home;
  }

  /** @param {number} op @param {any} data */
  say(op, data) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ op, d: data }));
  }
}
