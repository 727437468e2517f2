-- The load of ci/bench, for wrk: signed calls of the built-in direct merchant. The request is a
-- template whose value and signature are overwritten in place, because whatever the load generator
-- spends, the server on the other core does not get.
--
-- Arguments: MOST (requests, 0 for no limit), "check" (look into every answer; too slow for a
-- measurement) or "measure", and one of
--    payment PREFIX         800201 payments, each with a number of its own: PREFIX and nine digits
--    stranger PREFIX        the same with an app code that nobody has
--    notified PREFIX URL    payments by card, paid at once and notified to URL
--    get PATH               the same GET over and over
--    query PARAMETER FILE   queries by out_trade_no or syssn, for each line of FILE in turn

local ffi = require("ffi")
ffi.cdef([[
   unsigned char *MD5(const unsigned char *bytes, size_t size, unsigned char *digest);
   struct bench_time { long seconds, nanoseconds; };
   int clock_gettime(int clock, struct bench_time *now);
]])
local crypto = ffi.load("libcrypto.so.3")

local APP_CODE = "A1B2C3D4E5F60718293A4B5C6D7E8F90"
local CLIENT_KEY = "0F1E2D3C4B5A69788796A5B4C3D2E1F0"
local HEX = "0123456789ABCDEF"
local NOBODY = "00000000000000000000000000000000"
local QR_CODE, CARD = "800201", "802808"
local NUMBER_DIGITS = 9
local CLOCK_MONOTONIC = 1

local threads = {}

function setup(thread)
   table.insert(threads, thread)
end

local clock = ffi.new("struct bench_time")

local function microseconds()
   ffi.C.clock_gettime(CLOCK_MONOTONIC, clock)
   return tonumber(clock.seconds) * 1e6 + tonumber(clock.nanoseconds) / 1e3
end

local function buffer_of(text)
   local bytes = ffi.new("unsigned char[?]", #text)
   ffi.copy(bytes, text, #text)
   return bytes
end

-- Makes the template of a call; `value` is what changes, always as long as here.
local function make_template(path, to_sign, body, value, app_code)
   local head = "POST /trade/v1/" .. path .. " HTTP/1.1\r\nHost: 127.0.0.1\r\n" ..
      "Content-Type: application/x-www-form-urlencoded\r\n" ..
      "Content-Length: " .. #body .. "\r\nX-QF-APPCODE: " .. (app_code or APP_CODE) .. "\r\nX-QF-SIGN: "
   local whole = head .. string.rep("0", 32) .. "\r\n\r\n" .. body

   to_sign = to_sign .. CLIENT_KEY
   sign_size = #to_sign
   sign_bytes = buffer_of(to_sign)
   sign_value_at = to_sign:find(value, 1, true) - 1
   whole_size = #whole
   whole_bytes = buffer_of(whole)
   whole_value_at = whole:find(value, 1, true) - 1
   signature_at = #head
   digest = ffi.new("unsigned char[16]")
   hex = buffer_of(HEX)
end

local function encoded(text)
   return (text:gsub("[ :/]", {[" "] = "+", [":"] = "%3A", ["/"] = "%2F"}))
end

local function make_payment(prefix, notify_url, app_code)
   if not prefix or #prefix ~= 12 then
      error("payment needs a prefix of 12 characters")
   end
   local order = prefix .. string.rep("0", NUMBER_DIGITS)
   local when = os.date("!%Y-%m-%d %H:%M:%S", os.time() + 8 * 3600)
   local pay_type = notify_url and CARD or QR_CODE
   local notify = notify_url and "notify_url=" .. notify_url .. "&" or ""
   local after = notify_url and "&notify_url=" .. encoded(notify_url) or ""

   make_template("payment",
      "goods_name=coffee&" .. notify .. "out_trade_no=" .. order .. "&pay_type=" .. pay_type ..
      "&txamt=1000&txcurrcd=HKD&txdtm=" .. when,
      "txamt=1000&txcurrcd=HKD&pay_type=" .. pay_type .. "&out_trade_no=" .. order ..
      "&txdtm=" .. encoded(when) .. "&goods_name=coffee" .. after, order, app_code)
   expected = notify_url and '"paydtm": "2' or '"qrcode": "wei'
   change = function(bytes, at)
      local rest = number
      for i = at + #order - 1, at + #order - NUMBER_DIGITS, -1 do
         bytes[i] = 48 + rest % 10
         rest = math.floor(rest / 10)
      end
   end
end

local function make_query(parameter, file)
   local values = {}
   for line in io.lines(file) do
      table.insert(values, line)
   end
   make_template("query", parameter .. "=" .. values[1], parameter .. "=" .. values[1], values[1])
   expected = '"data": [{"'
   change = function(bytes, at)
      ffi.copy(bytes + at, values[number % #values + 1], #values[1])
   end
end

-- The next signed call.
local function make_call()
   change(sign_bytes, sign_value_at)
   change(whole_bytes, whole_value_at)
   crypto.MD5(sign_bytes, sign_size, digest)
   for i = 0, 15 do
      local byte = digest[i]
      whole_bytes[signature_at + 2 * i] = hex[math.floor(byte / 16)]
      whole_bytes[signature_at + 2 * i + 1] = hex[byte % 16]
   end
   return ffi.string(whole_bytes, whole_size)
end

function init(arguments)
   most = tonumber(arguments[1])
   if arguments[2] == "check" then
      response = check_response
   end
   if arguments[3] == "get" then
      local fixed = "GET " .. arguments[4] .. " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
      make = function() return fixed end
   elseif arguments[3] == "payment" then
      make_payment(arguments[4])
   elseif arguments[3] == "notified" then
      make_payment(arguments[4], arguments[5])
   elseif arguments[3] == "stranger" then
      make_payment(arguments[4], nil, NOBODY)
   else
      make_query(arguments[4], arguments[5])
   end
   make = make or make_call
   number = 0
   refused = 0
   began = 0
   ended = 0
end

-- wrk calls this once by itself to look at the request, so number 1 is never sent.
function request()
   number = number + 1
   if number == 2 then
      began = microseconds()
   elseif number == most then
      ended = microseconds()
      wrk.thread:stop()
   end
   return make()
end

function check_response(status, headers, body)
   if status ~= 200 or not body:find('"respcd": "0000"', 1, true) or not body:find(expected, 1, true) then
      refused = refused + 1
   end
end

-- One line of JSON for the driver. wrk itself waits for the whole time that it was given, so a run
-- that reached its limit of requests says how long these took.
function done(summary, latency, requests)
   local refused_sum = 0
   local spent = summary.duration
   for _, thread in ipairs(threads) do
      refused_sum = refused_sum + thread:get("refused")
      if thread:get("ended") > 0 then
         spent = thread:get("ended") - thread:get("began")
      end
   end
   local errors = summary.errors
   print(string.format(
      'RESULT {"requests": %d, "microseconds": %d, "p50_us": %d, "p99_us": %d, "max_us": %d, ' ..
      '"not_200": %d, "socket_errors": %d, "refused": %d}',
      summary.requests, spent, latency:percentile(50), latency:percentile(99), latency.max,
      errors.status, errors.connect + errors.read + errors.write + errors.timeout, refused_sum))
end
