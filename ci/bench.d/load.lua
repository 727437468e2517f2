-- The load of ci/bench, for wrk: signed 800201 payments of the built-in direct merchant, each with an
-- out_trade_no of its own. The request is a template whose number and signature are overwritten in
-- place, because whatever the load generator spends, the server on the other core does not get.
--
-- Arguments: PREFIX (12 characters that make the numbers of this run its own) and, optionally,
-- "check" (look into every answer; too slow for a measurement).

local ffi = require("ffi")
ffi.cdef([[unsigned char *MD5(const unsigned char *bytes, size_t size, unsigned char *digest);]])
local crypto = ffi.load("libcrypto.so.3")

local APP_CODE = "A1B2C3D4E5F60718293A4B5C6D7E8F90"
local CLIENT_KEY = "0F1E2D3C4B5A69788796A5B4C3D2E1F0"
local HEX = "0123456789ABCDEF"
local NUMBER_DIGITS = 9

local threads = {}

function setup(thread)
   thread:set("thread_number", #threads)
   table.insert(threads, thread)
end

-- Writes a number in place, right-aligned over zeros.
local function write_number(bytes, at, number)
   for i = at + NUMBER_DIGITS - 1, at, -1 do
      bytes[i] = 48 + number % 10
      number = math.floor(number / 10)
   end
end

local function buffer_of(text)
   local bytes = ffi.new("unsigned char[?]", #text)
   ffi.copy(bytes, text, #text)
   return bytes
end

function init(arguments)
   local prefix = arguments[1]
   if not prefix or #prefix ~= 12 then
      error("the first argument must be a prefix of 12 characters")
   end
   if arguments[2] == "check" then
      response = check_response
   end
   local mark = string.rep("0", NUMBER_DIGITS)
   local order = prefix .. thread_number .. mark
   local when = os.date("!%Y-%m-%d %H:%M:%S", os.time() + 8 * 3600)

   local to_sign = "goods_name=coffee&out_trade_no=" .. order ..
      "&pay_type=800201&txamt=1000&txcurrcd=HKD&txdtm=" .. when .. CLIENT_KEY
   local body = "txamt=1000&txcurrcd=HKD&pay_type=800201&out_trade_no=" .. order ..
      "&txdtm=" .. when:gsub(" ", "+"):gsub(":", "%%3A") .. "&goods_name=coffee"
   local head = "POST /trade/v1/payment HTTP/1.1\r\nHost: 127.0.0.1\r\n" ..
      "Content-Type: application/x-www-form-urlencoded\r\n" ..
      "Content-Length: " .. #body .. "\r\nX-QF-APPCODE: " .. APP_CODE .. "\r\nX-QF-SIGN: "
   local whole = head .. string.rep("0", 32) .. "\r\n\r\n" .. body

   sign_size = #to_sign
   sign_number_at = to_sign:find(order, 1, true) - 1 + #order - NUMBER_DIGITS
   sign_bytes = buffer_of(to_sign)
   whole_size = #whole
   whole_number_at = whole:find(order, 1, true) - 1 + #order - NUMBER_DIGITS
   signature_at = #head
   whole_bytes = buffer_of(whole)
   digest = ffi.new("unsigned char[16]")
   hex = buffer_of(HEX)
   number = 0
   refused = 0
end

function request()
   number = number + 1
   write_number(sign_bytes, sign_number_at, number)
   write_number(whole_bytes, whole_number_at, number)
   crypto.MD5(sign_bytes, sign_size, digest)
   for i = 0, 15 do
      local byte = digest[i]
      whole_bytes[signature_at + 2 * i] = hex[math.floor(byte / 16)]
      whole_bytes[signature_at + 2 * i + 1] = hex[byte % 16]
   end
   return ffi.string(whole_bytes, whole_size)
end

function check_response(status, headers, body)
   if status ~= 200 or not body:find('"respcd": "0000"', 1, true) or not body:find('"qrcode": "wei', 1, true) then
      refused = refused + 1
   end
end

-- One line of JSON for the driver.
function done(summary, latency, requests)
   local refused_sum = 0
   for _, thread in ipairs(threads) do
      refused_sum = refused_sum + thread:get("refused")
   end
   local errors = summary.errors
   print(string.format(
      'RESULT {"requests": %d, "microseconds": %d, "p50_us": %d, "p99_us": %d, "max_us": %d, ' ..
      '"not_200": %d, "socket_errors": %d, "refused": %d, "threads": %d}',
      summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max,
      errors.status, errors.connect + errors.read + errors.write + errors.timeout, refused_sum, #threads))
end
