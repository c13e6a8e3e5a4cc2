-- Sends the prepared requests of a file in random order: they stand there as they go over the wire, separated by byte 1.
local requests = {}

function init(arguments)
   local file = assert(io.open(arguments[1], "rb"))
   for request in file:read("*a"):gmatch("[^\1]+") do
      requests[#requests + 1] = request
   end
   file:close()
   math.randomseed(os.time())
end

function request()
   return requests[math.random(#requests)]
end

function done(summary, latency)
   local errors = summary.errors
   io.write(string.format("done %d %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
      latency:percentile(99), errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
